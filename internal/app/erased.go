package app

import (
	"context"
	"path/filepath"

	"capzero/internal/erasure"
)

// openErased opens the journal of the erased.
func (a *App) openErased() error {
	files := a.config.erasedFiles()
	if len(files) == 0 {
		a.config.Log.Warn("who is erased is noted in the database only: give --erased or --backups, or a restore brings them back")
	}
	journal, err := a.config.journal(files)
	a.erased = journal
	return err
}

// erasedFiles are where the journal is written.
func (c Config) erasedFiles() (files []string) {
	switch {
	case c.Erased != "":
		files = append(files, c.Erased)
	case c.Data != "":
		files = append(files, filepath.Join(c.Data, erasure.FileName))
	}
	if c.Backups != "" {
		files = append(files, filepath.Join(c.Backups, erasure.FileName))
	}
	return files
}

func (c Config) journal(files []string) (*erasure.Journal, error) {
	key, err := c.key()
	if err != nil {
		return nil, err
	}
	return erasure.Open(erasure.Options{Key: key.For("erased"), Installation: installation(key), Files: files, Log: c.Log})
}

// eraseAgain erases whoever the journal says was erased and is in the records all the
// same: they were put back from an older copy.
func (a *App) eraseAgain(ctx context.Context) error {
	n, err := a.replay(ctx)
	if n > 0 {
		a.config.Log.Warn("erased again: the records were older than the journal", "erased", n)
	}
	return err
}

func (a *App) replay(ctx context.Context) (int, error) {
	return a.erased.Replay(ctx, a.records,
		erasure.Subject{Kind: erasure.Person, All: a.people.accounts.Everybody, Erase: a.people.accounts.EraseAgain},
		erasure.Subject{Kind: erasure.Assessment, All: a.measures.Assessments, Erase: a.measures.EraseAgain})
}
