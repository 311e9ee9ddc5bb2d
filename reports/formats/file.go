package formats

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/oktascim/oktascim/reports"
	"github.com/oktascim/oktascim/reports/internal/prose"
	"github.com/oktascim/oktascim/reports/markdown"
)

// CheckWritable tells, before a run, whether a report can be written to the
// path. "-" is standard output and always can. It leaves nothing behind.
func CheckWritable(path string) error {
	if path == "-" {
		return nil
	}
	target, direct, err := destination(path)
	if err != nil || direct {
		return err
	}
	probe, err := os.CreateTemp(filepath.Dir(target), temporaryName(target))
	if err != nil {
		return fmt.Errorf("cannot write %s: the folder %s is not writable: %w", path, filepath.Dir(target), prose.WithoutPath(err))
	}
	return errors.Join(probe.Close(), os.Remove(probe.Name()))
}

// WritePrivate writes a file whole or not at all; nobody but its owner reads it.
func WritePrivate(path string, write func(io.Writer) error) error {
	return writeFileMode(path, 0o600, write)
}

func writeFile(path string, write func(io.Writer) error) error {
	return writeFileMode(path, 0o644, write)
}

// writeFileMode writes a file whole or not at all: to a temporary name in the same
// folder, which is then renamed. A device or a pipe is written to directly.
func writeFileMode(path string, mode fs.FileMode, write func(io.Writer) error) (err error) {
	target, direct, err := destination(path)
	if err != nil {
		return err
	}
	if direct {
		f, err := os.OpenFile(target, os.O_WRONLY, 0)
		if err != nil {
			return fmt.Errorf("cannot write %s: %w", path, prose.WithoutPath(err))
		}
		return errors.Join(buffered(f, write), f.Close())
	}
	f, err := os.CreateTemp(filepath.Dir(target), temporaryName(target))
	if err != nil {
		return fmt.Errorf("cannot write %s: %w", path, prose.WithoutPath(err))
	}
	defer func() {
		if err != nil {
			f.Close()
			os.Remove(f.Name())
			err = fmt.Errorf("cannot write %s: %w", path, prose.WithoutPath(err))
		}
	}()
	if err := buffered(f, write); err != nil {
		return err
	}
	// CreateTemp makes files that only the owner reads; a report is for others.
	if err := f.Chmod(mode); err != nil {
		return err
	}
	if err := f.Sync(); err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return os.Rename(f.Name(), target)
}

// destination follows symbolic links and tells whether the path is a device or
// a pipe. It is an error when there is no folder to write into.
func destination(path string) (target string, direct bool, err error) {
	if path == "" {
		return "", false, errors.New("the path of the report is empty")
	}
	target = path
	if real, err := filepath.EvalSymlinks(path); err == nil {
		target = real
	}
	info, err := os.Stat(target)
	switch {
	case err == nil && info.IsDir():
		return "", false, fmt.Errorf("cannot write %s: it is a folder; name a file in it", path)
	case err == nil && !info.Mode().IsRegular():
		return target, true, nil
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return "", false, fmt.Errorf("cannot write %s: %w", path, prose.WithoutPath(err))
	}
	folder := filepath.Dir(target)
	info, err = os.Stat(folder)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "", false, fmt.Errorf("cannot write %s: the folder %s does not exist; create it first", path, folder)
	case err != nil:
		return "", false, fmt.Errorf("cannot write %s: %w", path, prose.WithoutPath(err))
	case !info.IsDir():
		return "", false, fmt.Errorf("cannot write %s: %s is not a folder", path, folder)
	}
	return target, false, nil
}

func temporaryName(target string) string { return "." + filepath.Base(target) + ".*.tmp" }

func buffered(w io.Writer, write func(io.Writer) error) error {
	b := bufio.NewWriterSize(w, 1<<16)
	if err := write(b); err != nil {
		return err
	}
	return b.Flush()
}

// jobSummarySize is the most that GitHub takes as the summary of one step, in
// bytes; a larger one is not shown at all.
const jobSummarySize = 1 << 20

// AppendMarkdown adds the report to a file that is there or is created, such as
// the one that GITHUB_STEP_SUMMARY names: whole or not at all, and never more
// than GitHub shows. What the file held before stays.
func AppendMarkdown(path string, r *reports.Report) error {
	var text bytes.Buffer
	text.WriteByte('\n')
	if err := markdown.Write(&text, r); err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY|os.O_CREATE, 0o644)
	if err != nil {
		return fmt.Errorf("cannot add to %s: %w", path, prose.WithoutPath(err))
	}
	info, err := f.Stat()
	if err != nil {
		return errors.Join(err, f.Close())
	}
	if info.Size()+int64(text.Len()) > jobSummarySize {
		return errors.Join(fmt.Errorf("%s is full: it would have more than 1 MiB, and GitHub would show nothing of it", path), f.Close())
	}
	_, err = io.Copy(f, &text)
	if err != nil && info.Mode().IsRegular() {
		err = errors.Join(err, f.Truncate(info.Size()))
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return fmt.Errorf("cannot add to %s: %w", path, prose.WithoutPath(err))
	}
	return nil
}
