// Package backup writes the records of a moment into one file, reads such a file
// back, and keeps a folder of them.
//
//	keeper := backup.Keeper{Folder: "/backup", City: "issy", Seal: seal, Now: time.Now}
//	made, err := keeper.Make(ctx, records, nil)
//	err = seal.Restore(ctx, made.Path, "second-place", backup.Restoring{Now: time.Now})
//
// # The file
//
// It is a tar, compressed with zstd, that common tools open. Its entries, in order:
//
//	manifest.json         what the file holds and who wrote it, see [Manifest]
//	capzero.db/000001 …   of SQLite, the file in pieces of a mebibyte
//	assessment/000001 …   of PostgreSQL, each table in the text format of COPY
//	end.json              size and SHA-256 of every entry before, the rows of each
//	                      table, and a seal over all that, see [End]
//
// The seal is an HMAC with a key that comes from the secret of the installation,
// which is not in the file. Whoever has not got it can neither change a file unseen
// nor pass one of their own off. Whether a file has an end says whether it is whole.
//
// # The folder
//
// A file is written under a temporary name, brought to the disk, read back and held
// against its seal; then it gets its name. Half a file never has one. Who makes
// backups in a folder holds its lock, so that what a killed process has left can be
// swept away by the next one.
package backup
