package reports

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"unicode/utf8"

	"github.com/oktascim/oktascim/reports/internal/prose"
)

// maxReport is the size up to which a report is read, in bytes. One of 2,000
// checks with 10,000 exchanges has some 30 MB.
const maxReport = 512 << 20

// Load reads a JSON report from a file. What is wrong with it is a *ReadError.
func Load(path string) (*Report, error) {
	file, err := os.Open(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("there is no report %s", path)
	case err != nil:
		return nil, fmt.Errorf("cannot read %s: %w", path, prose.WithoutPath(err))
	}
	defer file.Close()
	if info, err := file.Stat(); err == nil && info.IsDir() {
		return nil, fmt.Errorf("cannot read %s: it is a folder; name the JSON report in it", path)
	}
	return Read(file, path)
}

// Read reads a JSON report that WriteJSON wrote; name stands for it in errors.
// Reading is strict: a report that was cut off, that has another schema, that
// contradicts itself or that was edited so that its summary or verdict no
// longer follows from its checks is refused with a *ReadError. Keys that are
// not known are ignored: they may be added under the same schema.
func Read(in io.Reader, name string) (*Report, error) { return read(in, name, maxReport) }

func read(in io.Reader, name string, limit int64) (*Report, error) {
	data, err := io.ReadAll(io.LimitReader(in, limit+1))
	if err != nil {
		return nil, fmt.Errorf("cannot read %s: %w", name, prose.WithoutPath(err))
	}
	wrong := func(line int, advice, format string, args ...any) (*Report, error) {
		return nil, &ReadError{Name: name, Line: line, Problems: []string{fmt.Sprintf(format, args...)}, Advice: advice}
	}
	if int64(len(data)) > limit {
		return wrong(0, adviceForeign, "it is larger than %d MiB", limit>>20)
	}
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	if text, advice := notJSON(data); text != "" {
		return wrong(0, advice, "%s", text)
	}
	line := func(offset int64) int { return 1 + bytes.Count(data[:min(offset, int64(len(data)))], []byte("\n")) }
	var syntax *json.SyntaxError
	if err := json.Unmarshal(data, new(json.RawMessage)); errors.As(err, &syntax) {
		if syntax.Offset >= int64(len(data)) {
			return wrong(line(syntax.Offset), adviceTruncated, "the file ends in the middle of the report")
		}
		return wrong(line(syntax.Offset), adviceEdited, "this is not JSON: %v", syntax)
	}
	if text, advice := notThisSchema(data); text != "" {
		return wrong(0, advice, "%s", text)
	}
	r := &Report{}
	var kind *json.UnmarshalTypeError
	switch err := json.Unmarshal(data, r); {
	case errors.As(err, &kind):
		return wrong(line(kind.Offset), adviceEdited, "%s must not be %s", kind.Field, article(kind.Value))
	case err != nil:
		return wrong(0, adviceEdited, "%s", prose.Clean(err.Error()))
	}
	if problems := contradictions(r); len(problems) > 0 {
		return nil, &ReadError{Name: name, Problems: problems, Advice: adviceEdited}
	}
	r.Conclude()
	return r, nil
}

// notJSON recognizes what people hand over by mistake.
func notJSON(data []byte) (text, advice string) {
	start := bytes.TrimSpace(data[:min(len(data), 512)])
	switch {
	case len(bytes.TrimSpace(data)) == 0:
		return "the file is empty", adviceTruncated
	case bytes.HasPrefix(data, []byte{0xff, 0xfe}), bytes.HasPrefix(data, []byte{0xfe, 0xff}):
		return "the file is in UTF-16, as some shells write it with >", "let oktascim write the file itself, with --report json=FILE"
	case bytes.HasPrefix(data, []byte{0x1f, 0x8b}), bytes.HasPrefix(data, []byte("PK")):
		return "the file is packed", "unpack it first"
	case bytes.HasPrefix(start, []byte("<")):
		return "this is XML or HTML", adviceForeign
	case start[0] != '{' && utf8.Valid(start[:1]) && start[0] != '[' && start[0] != '"':
		return "this is not JSON", adviceForeign
	}
	return "", ""
}

// notThisSchema says why a JSON document is no report of this version.
func notThisSchema(data []byte) (text, advice string) {
	var head struct{ Schema any }
	_ = json.Unmarshal(data, &head) // a list or a text has no schema either
	schema, isText := head.Schema.(string)
	var version int
	n, _ := fmt.Sscanf(schema, "oktascim/report/v%d", &version)
	switch {
	case head.Schema == nil:
		return `this is JSON without the key "schema", so no report of oktascim`, adviceForeign
	case !isText:
		return `"schema" is not a text, so this is no report of oktascim`, adviceForeign
	case n == 1 && version > 1:
		return fmt.Sprintf("the report has the schema %q, which is newer than this oktascim reads (%s)", schema, Schema),
			"update oktascim, or write the report again with this version"
	case schema != Schema:
		return fmt.Sprintf("the schema is %s, not %q", prose.QuoteJSON(clip(schema)), Schema), adviceForeign
	}
	return "", ""
}

// article puts an article before the name that encoding/json has for a value.
func article(value string) string {
	switch kind, _, _ := strings.Cut(value, " "); kind {
	case "string":
		return "a text"
	case "array":
		return "a list"
	case "object":
		return "an object"
	case "bool":
		return "a boolean"
	}
	return "the " + value
}

// ReadError says what is wrong with a JSON report, and what to do.
type ReadError struct {
	// Name is the file's path or what else the reader called it.
	Name string
	// Line is where, from 1; 0 when it is about the whole.
	Line     int
	Problems []string
	Advice   string
}

const (
	adviceForeign   = "it takes a report that oktascim wrote with --report json=FILE"
	adviceTruncated = "it was cut off, or is still being written; fetch it again, or write it again with --report json=FILE"
	adviceEdited    = "the report was edited or damaged; fetch it again, or write it again with --report json=FILE"
)

// Error writes one problem in one line, several below each other.
func (e *ReadError) Error() string {
	place := e.Name
	if e.Line > 0 {
		place = fmt.Sprintf("%s:%d", e.Name, e.Line)
	}
	if len(e.Problems) == 1 {
		return fmt.Sprintf("%s: %s; %s", place, e.Problems[0], e.Advice)
	}
	const most = 10
	shown := e.Problems[:min(len(e.Problems), most)]
	text := fmt.Sprintf("%s: %s\n  %s", place, prose.Count(len(e.Problems), "problem"), strings.Join(shown, "\n  "))
	if more := len(e.Problems) - most; more > 0 {
		text += fmt.Sprintf("\n  … and %d more", more)
	}
	return text + "\n  " + e.Advice
}

// clip shortens a text of a foreign file for a message.
func clip(text string) string { return prose.Shorten(prose.Clean(text), 60) }

// WriteJSON writes the report as indented JSON, as text that is the same for every
// JSON reader and harmless on a screen.
func WriteJSON(w io.Writer, r *Report) error {
	out := *r
	out.Checks = filled(r.Checks)
	return prose.WriteJSON(w, out)
}
