package models

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
)

// packageName is the npm package of the carbon model.
const packageName = "@incubateur-ademe/nosgestesclimat"

// What an operator's folder may hold. Published rules are a megabyte.
const (
	maxRules    = 10 << 20
	maxMeta     = 1 << 20
	maxPackages = 100
)

// A loose edition is the package as npm unpacks it into a folder: package.json,
// and the models in public/.
type loose struct {
	files  fs.FS
	number string
}

// unpacked returns the packages in the folders of a folder, or the one that the
// folder itself is. What is no folder is left alone.
func unpacked(folder string) ([]edition, error) {
	root := os.DirFS(folder)
	if _, err := fs.Stat(root, "package.json"); err == nil {
		e, err := newLoose(root)
		if err != nil {
			return nil, err
		}
		return []edition{e}, nil
	}
	entries, err := fs.ReadDir(root, ".")
	if err != nil {
		return nil, cause(err)
	}
	var editions []edition
	for _, entry := range entries {
		if !isFolder(root, entry) {
			continue
		}
		if len(editions) == maxPackages {
			return nil, fmt.Errorf("more than %d packages", maxPackages)
		}
		files, err := fs.Sub(root, entry.Name())
		if err != nil {
			return nil, err
		}
		e, err := newLoose(files)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", entry.Name(), err)
		}
		editions = append(editions, e)
	}
	if len(editions) == 0 {
		return nil, fmt.Errorf("there is no unpacked package %s", packageName)
	}
	return editions, nil
}

// isFolder follows links, by which operators like to point at a folder.
func isFolder(root fs.FS, entry fs.DirEntry) bool {
	info, err := fs.Stat(root, entry.Name())
	return err == nil && info.IsDir()
}

func newLoose(files fs.FS) (*loose, error) {
	data, err := readBounded(files, "package.json", maxMeta)
	if err != nil {
		return nil, fmt.Errorf("no unpacked npm package: %w", err)
	}
	var meta struct{ Name, Version string }
	if err := json.Unmarshal(data, &meta); err != nil {
		return nil, fmt.Errorf("package.json: %w", err)
	}
	if meta.Name != packageName {
		return nil, fmt.Errorf("the package is %q, not %s", meta.Name, packageName)
	}
	if _, err := ParseRelease(Release{Version: meta.Version, Region: Home}.String()); err != nil {
		return nil, fmt.Errorf("package.json: %q is no version", meta.Version)
	}
	return &loose{files: files, number: meta.Version}, nil
}

func (l *loose) version() string { return l.number }

func (l *loose) regions() ([]string, error) {
	files, err := fs.ReadDir(l.files, "public")
	if err != nil {
		return nil, fmt.Errorf("public: %w", cause(err))
	}
	return regionsAmong(files), nil
}

func (l *loose) rules(region, lang string) ([]byte, error) {
	return readBounded(l.files, path.Join("public", fileName(region, lang)), maxRules)
}

func (l *loose) migration() ([]byte, error) {
	return readBounded(l.files, "public/migration.json", maxMeta)
}

// readBounded reads a regular file that is not too large.
func readBounded(files fs.FS, name string, most int64) ([]byte, error) {
	if !fs.ValidPath(name) {
		return nil, fs.ErrNotExist
	}
	info, err := fs.Stat(files, name)
	switch {
	case err != nil:
		return nil, fmt.Errorf("%s: %w", name, cause(err))
	case !info.Mode().IsRegular():
		return nil, fmt.Errorf("%s is no file", name)
	}
	file, err := files.Open(name)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, cause(err))
	}
	defer file.Close()
	data, err := io.ReadAll(io.LimitReader(file, most+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("%s: %w", name, cause(err))
	case int64(len(data)) > most:
		return nil, fmt.Errorf("%s is larger than %d MB", name, most>>20)
	}
	return data, nil
}

// cause drops the path that the errors of files begin with: it is told apart.
func cause(err error) error {
	var at *fs.PathError
	if errors.As(err, &at) {
		return at.Err
	}
	return err
}
