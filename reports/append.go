package reports

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
)

// jobSummarySize is the most that GitHub takes as the summary of one step, in
// bytes; a larger one is not shown at all.
const jobSummarySize = 1 << 20

// AppendMarkdown adds the report to a file that is there or is created, such as
// the one that GITHUB_STEP_SUMMARY names: whole or not at all, and never more
// than GitHub shows. What the file held before stays.
func AppendMarkdown(path string, r *Report) error {
	var text bytes.Buffer
	text.WriteByte('\n')
	if err := WriteMarkdown(&text, r); err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY|os.O_CREATE, 0o644)
	if err != nil {
		return fmt.Errorf("cannot add to %s: %w", path, cause(err))
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
		return fmt.Errorf("cannot add to %s: %w", path, cause(err))
	}
	return nil
}
