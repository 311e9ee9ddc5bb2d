package reports

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
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
	if int64(len(data)) > limit {
		return nil, &ReadError{Name: name, Problems: []ReadProblem{{Text: fmt.Sprintf("it is larger than %d MiB", limit>>20)}}, Advice: adviceForeign}
	}
	d := document{name: name, data: bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))}
	if err := d.syntax(); err != nil {
		return nil, err
	}
	if err := d.schema(); err != nil {
		return nil, err
	}
	r, err := d.report()
	if err != nil {
		return nil, err
	}
	if problems := d.contradictions(r); len(problems) > 0 {
		return nil, &ReadError{Name: name, Problems: problems, Advice: adviceEdited}
	}
	r.Conclude()
	return r, nil
}

// document is a JSON report that is being read.
type document struct {
	name string
	data []byte
	at   []int64 // where each check starts
}

// syntax tells whether the document is JSON at all.
func (d *document) syntax() error {
	if text, advice := notJSON(d.data); text != "" {
		return d.fail(whole, advice, "%s", text)
	}
	var wrong *json.SyntaxError
	err := json.Unmarshal(d.data, new(json.RawMessage))
	switch {
	case !errors.As(err, &wrong):
		return nil
	case wrong.Offset >= int64(len(d.data)):
		return d.fail(wrong.Offset, adviceTruncated, "the file ends in the middle of the report")
	}
	return d.fail(wrong.Offset, adviceEdited, "this is not JSON: %v", wrong)
}

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

// schema tells whether the document is a report, and one of this version.
func (d *document) schema() error {
	var head struct{ Schema json.RawMessage }
	var schema string
	if json.Unmarshal(d.data, &head) != nil || head.Schema == nil {
		return d.fail(whole, adviceForeign, `this is JSON without the key "schema", so no report of oktascim`)
	}
	if json.Unmarshal(head.Schema, &schema) != nil {
		return d.fail(whole, adviceForeign, `"schema" is not a text, so this is no report of oktascim`)
	}
	var version int
	n, _ := fmt.Sscanf(schema, "oktascim/report/v%d", &version)
	switch {
	case schema == Schema:
		return nil
	case n == 1 && version > 1:
		return d.fail(whole, "update oktascim, or write the report again with this version", "the report has the schema %q, which is newer than this oktascim reads (%s)", schema, Schema)
	}
	return d.fail(whole, adviceForeign, "the schema is %s, not %q", prose.QuoteJSON(clip(schema)), Schema)
}

// whole is the offset of what is about the document as a whole.
const whole = -1

// line is the line of an offset, from 1.
func (d *document) line(offset int64) int {
	if offset == whole {
		return 0
	}
	return 1 + bytes.Count(d.data[:min(offset, int64(len(d.data)))], []byte("\n"))
}

func (d *document) fail(offset int64, advice, format string, args ...any) error {
	return &ReadError{Name: d.name, Problems: []ReadProblem{{Line: d.line(offset), Text: fmt.Sprintf(format, args...)}}, Advice: advice}
}

// ReadError says what is wrong with a JSON report, and what to do.
type ReadError struct {
	// Name is the file's path or what else the reader called it.
	Name     string
	Problems []ReadProblem
	Advice   string
}

// ReadProblem is one thing that is wrong.
type ReadProblem struct {
	Line int // from 1; 0 when it is about the whole
	Text string
}

const (
	adviceForeign   = "it takes a report that oktascim wrote with --report json=FILE"
	adviceTruncated = "it was cut off, or is still being written; fetch it again, or write it again with --report json=FILE"
	adviceEdited    = "the report was edited or damaged; fetch it again, or write it again with --report json=FILE"
)

// shownProblems is how many problems the message of a ReadError spells out.
const shownProblems = 10

// Error writes one problem in one line, several below each other.
func (e *ReadError) Error() string {
	if len(e.Problems) == 1 {
		p := e.Problems[0]
		place := e.Name
		if p.Line > 0 {
			place = fmt.Sprintf("%s:%d", e.Name, p.Line)
		}
		return fmt.Sprintf("%s: %s; %s", place, p.Text, e.Advice)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s", e.Name, prose.Count(len(e.Problems), "problem"))
	for i, p := range e.Problems {
		if i == shownProblems {
			fmt.Fprintf(&b, "\n  … and %d more", len(e.Problems)-shownProblems)
			break
		}
		b.WriteString("\n  ")
		if p.Line > 0 {
			fmt.Fprintf(&b, "line %d: ", p.Line)
		}
		b.WriteString(p.Text)
	}
	fmt.Fprintf(&b, "\n  %s", e.Advice)
	return b.String()
}

func clip(text string) string { return prose.Shorten(prose.Clean(text), 60) }

// required are the keys that every report has.
var required = []string{"tool", "verdict", "target", "profile", "started", "duration_ms", "dialects", "summary", "checks"}

// report decodes a document that is known to be a JSON object. The checks are
// decoded one by one, so that an error has a place.
func (d *document) report() (*Report, error) {
	r := &Report{Checks: []Check{}}
	decoder := json.NewDecoder(bytes.NewReader(d.data))
	_, _ = decoder.Token() // the opening brace
	var seen []string
	for decoder.More() {
		token, _ := decoder.Token()
		key, _ := token.(string)
		at := decoder.InputOffset()
		if slices.Contains(seen, key) {
			return nil, d.fail(at, adviceEdited, "the key %s is there twice", prose.QuoteJSON(clip(key)))
		}
		seen = append(seen, key)
		var raw json.RawMessage
		if err := decoder.Decode(&raw); err != nil {
			return nil, d.fail(at, adviceEdited, "%v", err)
		}
		if key == "checks" {
			if err := d.checks(r, raw, decoder.InputOffset()-int64(len(raw))); err != nil {
				return nil, err
			}
			continue
		}
		member := fmt.Appendf(nil, "{%s:%s}", prose.QuoteJSON(key), raw)
		if err := json.Unmarshal(member, r); err != nil {
			return nil, d.fail(at, adviceEdited, "%s", wrongType(key, err))
		}
	}
	var missing []string
	for _, key := range required {
		if !slices.Contains(seen, key) {
			missing = append(missing, key)
		}
	}
	if len(missing) > 0 {
		return nil, d.fail(whole, adviceEdited, "the report lacks %s", strings.Join(missing, ", "))
	}
	return r, nil
}

// checks decodes the list of checks, which starts at an offset.
func (d *document) checks(r *Report, list json.RawMessage, offset int64) error {
	if list[0] != '[' {
		return d.fail(offset, adviceEdited, "checks must be a list")
	}
	decoder := json.NewDecoder(bytes.NewReader(list))
	_, _ = decoder.Token() // the opening bracket
	for decoder.More() {
		var raw json.RawMessage
		if err := decoder.Decode(&raw); err != nil {
			return d.fail(offset+decoder.InputOffset(), adviceEdited, "%v", err)
		}
		at := offset + decoder.InputOffset() - int64(len(raw))
		var c Check
		if err := json.Unmarshal(raw, &c); err != nil {
			return d.fail(at, adviceEdited, "%s: %s", naming(c, len(r.Checks)), wrongType("", err))
		}
		d.at = append(d.at, at)
		r.Checks = append(r.Checks, c)
	}
	return nil
}

// naming is how messages call a check: by its key, or by its place in the list.
func naming(c Check, i int) string {
	if c.ID == "" {
		return fmt.Sprintf("check number %d", i+1)
	}
	return "check " + clip(c.Key().String())
}

// wrongType says which member has a wrong type.
func wrongType(key string, err error) string {
	var wrong *json.UnmarshalTypeError
	if !errors.As(err, &wrong) {
		return strings.TrimPrefix(key+": "+err.Error(), ": ")
	}
	field := wrong.Field
	if field == "" {
		field = key
	}
	if field == "" {
		return "it is " + article(wrong.Value) + ", which it must not be"
	}
	return fmt.Sprintf("%s must not be %s", field, article(wrong.Value))
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
