// Package har writes and reads recordings in the HTTP Archive format 1.2
// (http://www.softwareishard.com/blog/har-12-spec),
// which browsers' tools open.
package har

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"net/http"
	"os"
	"strings"
	"time"
	"unicode/utf8"
)

// Entry is one exchange of a recording.
type Entry struct {
	Started  time.Time `json:"startedDateTime"`
	Time     float64   `json:"time"` // in milliseconds
	Request  Request   `json:"request"`
	Response Response  `json:"response"`
	Cache    struct{}  `json:"cache"`
	Timings  Timings   `json:"timings"`
	Comment  string    `json:"comment,omitempty"`
}

// Request is what was sent.
type Request struct {
	Method      string `json:"method"`
	URL         string `json:"url"`
	HTTPVersion string `json:"httpVersion"`
	Cookies     []Pair `json:"cookies"`
	Headers     []Pair `json:"headers"`
	QueryString []Pair `json:"queryString"`
	PostData    *Post  `json:"postData,omitempty"`
	HeadersSize int64  `json:"headersSize"`
	BodySize    int64  `json:"bodySize"`
}

// Response is what was answered; its status is 0 when there was no answer.
type Response struct {
	Status      int     `json:"status"`
	StatusText  string  `json:"statusText"`
	HTTPVersion string  `json:"httpVersion"`
	Cookies     []Pair  `json:"cookies"`
	Headers     []Pair  `json:"headers"`
	Content     Content `json:"content"`
	RedirectURL string  `json:"redirectURL"`
	HeadersSize int64   `json:"headersSize"`
	BodySize    int64   `json:"bodySize"`
}

// Pair is a name and a value.
type Pair struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// Post is the body of a request.
type Post struct {
	MimeType string `json:"mimeType"`
	Text     string `json:"text"`
}

// Content is the body of an answer.
type Content struct {
	Size     int64  `json:"size"`
	MimeType string `json:"mimeType"`
	Text     string `json:"text,omitempty"`
	Encoding string `json:"encoding,omitempty"`
}

// Timings are the parts of an entry's time.
type Timings struct {
	Send    float64 `json:"send"`
	Wait    float64 `json:"wait"`
	Receive float64 `json:"receive"`
}

// Header returns headers as net/http has them.
func Header(pairs []Pair) http.Header {
	h := http.Header{}
	for _, p := range pairs {
		if !strings.HasPrefix(p.Name, ":") { // HTTP/2
			h.Add(p.Name, p.Value)
		}
	}
	return h
}

// Body returns the body of an answer.
func (c Content) Body() []byte {
	if c.Encoding == "base64" {
		if b, err := base64.StdEncoding.DecodeString(c.Text); err == nil {
			return b
		}
	}
	return []byte(c.Text)
}

// Body returns the body of a request; nil when there is none.
func (r Request) Body() []byte {
	if r.PostData == nil || r.PostData.Text == "" {
		return nil
	}
	return []byte(r.PostData.Text)
}

// Ended is when the answer had ended.
func (e Entry) Ended() time.Time {
	return e.Started.Add(time.Duration(e.Time * float64(time.Millisecond)))
}

// Writer writes a recording as it goes: after each entry the file is a whole recording.
type Writer struct {
	file *os.File
	end  int64 // of the last entry
	many bool
}

const closing = "\n]}}\n"

// Create begins a recording in a new file, which only its owner can read.
func Create(path, creator, version string) (*Writer, error) {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if errors.Is(err, os.ErrExist) {
		return nil, fmt.Errorf("%s is there already; a recording replaces nothing, give another name", path)
	}
	if err != nil {
		return nil, err
	}
	name, _ := json.Marshal(creator)
	number, _ := json.Marshal(version)
	head := fmt.Sprintf(`{"log":{"version":"1.2","creator":{"name":%s,"version":%s},"entries":[`, name, number)
	w := &Writer{file: file, end: int64(len(head))}
	if _, err = file.WriteString(head + closing); err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return w, nil
}

// Add appends an entry by one write, so that whoever ends the program loses nothing of what was added.
func (w *Writer) Add(e Entry) error {
	var b bytes.Buffer
	if w.many {
		b.WriteByte(',')
	}
	b.WriteByte('\n')
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(e); err != nil {
		return err
	}
	b.Truncate(b.Len() - 1)
	length := int64(b.Len())
	b.WriteString(closing)
	if _, err := w.file.WriteAt(b.Bytes(), w.end); err != nil {
		return err
	}
	w.end, w.many = w.end+length, true
	return nil
}

// Close closes the file.
func (w *Writer) Close() error { return w.file.Close() }

// TruncatedError says that a recording ends in the middle.
type TruncatedError struct {
	Entries int
	Err     error
}

func (e *TruncatedError) Error() string {
	return fmt.Sprintf("the recording ends in the middle, after %d whole entries: %v", e.Entries, e.Err)
}

func (e *TruncatedError) Unwrap() error { return e.Err }

// Read gives the entries of a recording one after the other, and at last an error, if there is one. A recording may be
// larger than memory.
func Read(r io.Reader) iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		d := json.NewDecoder(skipBOM(r))
		if err := enter(d, "log"); err != nil {
			yield(Entry{}, err)
			return
		}
		if err := enter(d, "entries"); err != nil {
			yield(Entry{}, err)
			return
		}
		if t, err := d.Token(); err != nil || t != json.Delim('[') {
			yield(Entry{}, errors.New("log.entries is no list: this is no HAR file"))
			return
		}
		n := 0
		for ; d.More(); n++ {
			var e Entry
			if err := d.Decode(&e); err != nil {
				var syntax *json.SyntaxError
				if errors.Is(err, io.ErrUnexpectedEOF) || errors.As(err, &syntax) {
					err = &TruncatedError{n, err}
				} else {
					err = fmt.Errorf("entry %d: %w", n+1, err)
				}
				yield(Entry{}, err)
				return
			}
			if !yield(e, nil) {
				return
			}
		}
		for depth := 3; depth > 0; { // the list, and the objects around it
			t, err := d.Token()
			switch t {
			case json.Delim('}'), json.Delim(']'):
				depth--
			case json.Delim('{'), json.Delim('['):
				depth++
			}
			if err != nil {
				yield(Entry{}, &TruncatedError{n, err})
				return
			}
		}
	}
}

// skipBOM passes over a byte order mark, which some programs write.
func skipBOM(r io.Reader) io.Reader {
	var first [3]byte
	n, _ := io.ReadFull(r, first[:])
	if bytes.Equal(first[:n], []byte("\xef\xbb\xbf")) {
		return r
	}
	return io.MultiReader(bytes.NewReader(first[:n]), r)
}

// enter goes to a member of the object that comes next.
func enter(d *json.Decoder, name string) error {
	t, err := d.Token()
	if err != nil || t != json.Delim('{') {
		return fmt.Errorf("this is no HAR file: there is no object with %q", name)
	}
	for d.More() {
		key, err := d.Token()
		if err != nil {
			return &TruncatedError{Err: err}
		}
		if key == name {
			return nil
		}
		var skipped json.RawMessage
		if err := d.Decode(&skipped); err != nil {
			return &TruncatedError{Err: err}
		}
	}
	return fmt.Errorf("this is no HAR file: %q is missing", name)
}

// TextOf is a body as content, in base64 when it is no text.
func TextOf(body []byte) (text, encoding string) {
	if utf8.Valid(body) {
		return string(body), ""
	}
	return base64.StdEncoding.EncodeToString(body), "base64"
}
