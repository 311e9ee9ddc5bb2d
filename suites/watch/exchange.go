// Package watch stands between Okta and an app: it passes on what they say to each other, recognizes Okta's sequences
// in
// it, judges each exchange by the judgements of the checks, and reads back what was written. It changes nothing.
package watch

import (
	"encoding/json"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/oktascim/oktascim/reports/result"
	"github.com/oktascim/oktascim/suites/harness"
	"github.com/oktascim/oktascim/suites/okta"
)

// Exchange is one request and what became of it. The URL is that of the app, and the body of the answer decompressed.
type Exchange struct {
	okta.Answer
	RequestHeader http.Header
	Proto         string
	Started       time.Time
	Cut           bool  // a body is longer than what is kept, so that its content is not judged
	Undecoded     error // why the body of the answer cannot be decompressed
	kept          int64
}

// largestShown bounds the bodies in findings, in bytes.
const largestShown = 64 << 10

// Shown returns the exchange as a report shows it, without secrets.
func (x *Exchange) Shown(tokens *harness.Redactor) result.Exchange {
	hide := x.hider(tokens)
	out := result.Exchange{Method: x.Method, URL: hide(x.URL), RequestHeaders: tokens.Headers(x.RequestHeader),
		Request: hide(tokens.Body(x.RequestBody[:min(len(x.RequestBody), largestShown)])), Status: x.Status,
		ResponseHeaders: tokens.Headers(x.Header), Response: hide(tokens.Body(x.Body[:min(len(x.Body), largestShown)])),
		MS: float64(x.Elapsed.Microseconds()) / 1000}
	for _, headers := range []map[string]string{out.RequestHeaders, out.ResponseHeaders} {
		for name, value := range headers {
			headers[name] = hide(value)
		}
	}
	if x.Err != nil {
		out.Error = hide(x.Err.Error())
	}
	return out
}

// hider removes tokens from a text, and the password that the exchange carries.
func (x *Exchange) hider(tokens *harness.Redactor) func(string) string {
	m := sentPassword.FindSubmatch(x.RequestBody)
	if m == nil {
		return tokens.Text
	}
	var plain string
	_ = json.Unmarshal(m[1], &plain)
	own := harness.NewRedactor(plain)
	return func(text string) string { return own.Text(tokens.Text(text)) }
}

var sentPassword = regexp.MustCompile(`(?i)"[^"]*password"\s*:\s*("(?:[^"\\]|\\.)*")`)

// trim lets go of what a sequence does not need of an exchange that is judged.
func (x *Exchange) trim() {
	x.Resource = nil
	x.Body, x.RequestBody = slices.Clone(x.Body[:min(len(x.Body),
		largestTrimmed)]), slices.Clone(x.RequestBody[:min(len(x.RequestBody), largestTrimmed)])
}

// largestTrimmed bounds the bodies that are kept while a sequence lasts, in bytes.
const largestTrimmed = 4 << 10

// change is what a request is to bring about.
type change string

const (
	create     change = "create"
	update     change = "update"
	deactivate change = "deactivate"
	reactivate change = "reactivate"
	password   change = "password"
	rename     change = "rename"
	add        change = "add"
	remove     change = "remove"
	mixed      change = "mixed"
	replace    change = "replace"
	same       change = "same"
	erase      change = "delete"
)

// request is what a request says.
type request struct {
	kind         harness.Kind // empty for anything else
	id           string
	attribute    string // of a lookup
	value        string
	start, count int
	body         okta.Resource
	// of a PATCH
	values       okta.Resource // without a path, or by a path without a filter
	adds, takes  []string
	wholeMembers bool
	odd          bool // an operation that Okta was never seen to send
}

var (
	lookup       = regexp.MustCompile(`(?i)^\s*([\w.:]+)\s+eq\s+("(?:[^"\\]|\\.)*")\s*$`)
	removeMember = regexp.MustCompile(`(?i)^members\[value eq "([^"]*)"\]$`)
)

// read takes a request apart.
func read(base *url.URL, x *Exchange) (r request) {
	u, err := url.Parse(x.URL)
	if err != nil {
		return r
	}
	path := strings.TrimPrefix(u.EscapedPath(), strings.TrimRight(base.EscapedPath(), "/"))
	first, rest, _ := strings.Cut(strings.Trim(path, "/"), "/")
	if first != string(harness.Users) && first != string(harness.Groups) || strings.Contains(rest, "/") {
		return r
	}
	r.kind = harness.Kind(first)
	if r.id, err = url.PathUnescape(rest); err != nil {
		r.id = rest
	}
	query := u.Query()
	r.start, _ = strconv.Atoi(query.Get("startIndex"))
	r.count, _ = strconv.Atoi(query.Get("count"))
	if m := lookup.FindStringSubmatch(query.Get("filter")); m != nil {
		r.attribute = m[1]
		if json.Unmarshal([]byte(m[2]), &r.value) != nil {
			r.value = strings.Trim(m[2], `"`)
		}
	}
	if len(x.RequestBody) > 0 {
		var sent okta.Answer
		sent.Body = x.RequestBody
		sent.Decode()
		r.body = sent.Resource
	}
	if x.Method == http.MethodPatch {
		r.readOperations()
	}
	return r
}

func (r *request) readOperations() {
	r.values = okta.Resource{}
	operations, _ := r.body["Operations"].([]any)
	r.odd = len(operations) == 0
	for _, o := range operations {
		op, _ := o.(map[string]any)
		kind, _ := op["op"].(string)
		path, _ := op["path"].(string)
		kind = strings.ToLower(kind)
		switch m := removeMember.FindStringSubmatch(path); {
		case path == "" && kind != "remove":
			whole, _ := op["value"].(map[string]any)
			for name, v := range whole {
				if strings.EqualFold(name, "members") {
					r.adds, r.wholeMembers = append(r.adds, membersOf(v)...), kind == "replace"
					continue
				}
				r.values[name] = v
			}
			r.odd = r.odd || whole == nil
		case m != nil && kind == "remove":
			r.takes = append(r.takes, m[1])
		case strings.EqualFold(path, "members") && kind != "remove":
			r.adds, r.wholeMembers = append(r.adds, membersOf(op["value"])...), r.wholeMembers || kind == "replace"
		case strings.EqualFold(path, "members") && op["value"] != nil:
			r.takes = append(r.takes, membersOf(op["value"])...)
		case path != "" && kind != "remove" && !strings.ContainsAny(path, "[.:"):
			r.values[path] = op["value"]
		default:
			r.odd = true
		}
	}
}

func membersOf(v any) []string {
	list, _ := v.([]any)
	out := []string{}
	for _, e := range list {
		if m, ok := e.(map[string]any); ok {
			if id, ok := m["value"].(string); ok {
				out = append(out, id)
			}
		}
	}
	return out
}
