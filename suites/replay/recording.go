package replay

import (
	"encoding/json"
	"errors"
	"io"
	"iter"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/oktascim/oktascim/suites/har"
	"github.com/oktascim/oktascim/suites/okta"
)

// endpoint is where the base URL of a recorded address ends.
var endpoint = regexp.MustCompile(`/(Users|Groups|ResourceTypes|Schemas|ServiceProviderConfig)(/|\?|$)`)

// exchange is a recorded exchange with a SCIM service.
type exchange struct {
	har.Entry
	number    int
	path      string // below the base URL
	kind, id  string
	query     string
	body      okta.Resource
	answer    okta.Answer
	list      bool // without a filter
	filtering string
}

// parse returns an entry as an exchange, and false when it is none of a SCIM service.
func parse(e har.Entry, number int) (x exchange, ok bool) {
	u, err := url.Parse(e.Request.URL)
	if err != nil {
		return x, false
	}
	path := u.EscapedPath()
	at := endpoint.FindStringIndex(path)
	if at == nil {
		return x, false
	}
	x = exchange{Entry: e, number: number, path: path[at[0]:], query: u.RawQuery, filtering: u.Query().Get("filter")}
	x.kind, x.id, _ = strings.Cut(strings.Trim(x.path, "/"), "/")
	if id, err := url.PathUnescape(x.id); err == nil {
		x.id = id
	}
	sent := okta.Answer{Body: e.Request.Body()}
	sent.Decode()
	x.body = sent.Resource
	x.answer = okta.Answer{Method: e.Request.Method, URL: e.Request.URL, Status: e.Response.Status,
		Body: e.Response.Content.Body()}
	x.answer.Decode()
	x.list = x.id == "" && e.Request.Method == http.MethodGet && x.filtering == ""
	return x, true
}

// window is how many entries are put in the order in which they began: a recording has them as they ended.
const window = 1000

// exchanges gives those of a recording in the order in which they began, and at last an error.
func exchanges(r io.Reader, other *int) iter.Seq2[exchange, error] {
	return func(yield func(exchange, error) bool) {
		var held []exchange
		number := 0
		next := func() exchange {
			first := 0
			for i := range held {
				if held[i].Started.Before(held[first].Started) {
					first = i
				}
			}
			x := held[first]
			held = slices.Delete(held, first, first+1)
			return x
		}
		var failed error
		for e, err := range har.Read(r) {
			if err != nil {
				failed = err
				break
			}
			number++
			x, scim := parse(e, number)
			if !scim {
				*other++
				continue
			}
			if held = append(held, x); len(held) > window && !yield(next(), nil) {
				return
			}
		}
		for len(held) > 0 {
			if !yield(next(), nil) {
				return
			}
		}
		if failed != nil {
			yield(exchange{}, failed)
		}
	}
}

// known is a resource that was there before the recording.
type known struct {
	kind, id string
	content  okta.Resource
}

// survey is what a recording needs.
type survey struct {
	exchanges int
	other     int // that are none of a SCIM service
	before    []known
	named     []string // userNames and group names, as they came
	unknown   map[string]bool
	truncated *har.TruncatedError
}

// mostListed bounds what is kept of imports.
const mostListed = 5000

// look reads a recording once.
func look(r io.Reader) (*survey, error) {
	s := &survey{unknown: map[string]bool{}}
	created, content, needed := map[string]bool{}, map[string]known{}, []known{}
	listed := map[string]known{} // what only an import shows
	seen := map[string]bool{}
	need := func(kind, id string) {
		if id != "" && !seen[kind+"/"+id] {
			seen[kind+"/"+id] = true
			needed = append(needed, known{kind: kind, id: id})
		}
	}
	name := func(r okta.Resource, kind string) {
		text := r.String("userName")
		if kind == "Groups" {
			text = r.String("displayName")
		}
		if text != "" && !seen["name/"+text] {
			seen["name/"+text] = true
			s.named = append(s.named, text)
		}
	}
	for x, err := range exchanges(r, &s.other) {
		if errors.As(err, &s.truncated) && s.exchanges > 0 {
			break
		}
		if err != nil {
			return nil, err
		}
		s.exchanges++
		name(x.body, x.kind)
		shown := []okta.Resource{x.answer.Resource}
		if x.filtering != "" {
			shown, _ = x.answer.List()
			if m := quoted.FindString(x.filtering); m != "" {
				var text string
				if json.Unmarshal([]byte(m), &text) == nil && !seen["name/"+text] {
					seen["name/"+text] = true
					s.named = append(s.named, text)
				}
			}
			for _, r := range shown {
				need(x.kind, r.ID())
			}
		}
		if x.list {
			shown, _ = x.answer.List()
			for _, r := range shown {
				if _, there := listed[r.ID()]; !there && len(listed) < mostListed {
					slim := r.Clone()
					delete(slim, "members") // as they are by now
					listed[r.ID()] = known{x.kind, r.ID(), slim}
				}
			}
		}
		if x.list || !x.answer.OK() {
			shown = nil
		}
		for _, r := range shown {
			id := r.ID()
			name(r, x.kind)
			if _, there := content[id]; !there && id != "" {
				content[id] = known{x.kind, id, r.Clone()}
			}
			if x.Request.Method == http.MethodPost {
				created[id] = true
			}
		}
		need(x.kind, x.id)
		for _, id := range membersIn(x.body) {
			need("Users", id)
		}
	}
	for _, n := range needed {
		c, shown := content[n.id]
		if !shown {
			c, shown = listed[n.id]
			name(c.content, c.kind)
		}
		switch {
		case created[n.id]:
		case shown && c.kind == n.kind:
			s.before = append(s.before, c)
		default:
			s.unknown[n.id] = true
		}
	}
	slices.SortStableFunc(s.before, func(a, b known) int { return strings.Compare(b.kind, a.kind) }) // users first
	return s, nil
}

// membersIn are the ids of members that a body names, in a PUT, a POST or a PATCH.
func membersIn(body okta.Resource) (out []string) {
	values := func(v any) {
		list, _ := v.([]any)
		for _, e := range list {
			if m, ok := e.(map[string]any); ok {
				if id, ok := m["value"].(string); ok {
					out = append(out, id)
				}
			}
		}
	}
	values(body["members"])
	operations, _ := body["Operations"].([]any)
	for _, o := range operations {
		op, _ := o.(map[string]any)
		path, _ := op["path"].(string)
		if whole, ok := op["value"].(map[string]any); ok {
			values(whole["members"])
		} else if strings.EqualFold(path, "members") {
			values(op["value"])
		}
		if strings.HasPrefix(strings.ToLower(path), "members[") {
			if q := quoted.FindString(path); q != "" {
				out = append(out, strings.Trim(q, `"`))
			}
		}
	}
	return out
}
