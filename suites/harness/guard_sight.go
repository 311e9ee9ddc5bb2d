package harness

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"

	"github.com/oktascim/oktascim/suites/okta"
)

// appearing are the names under which a resource shows itself.
type appearing struct {
	id, userName, displayName, externalID string
	emails                                []string
}

// none tells that no resource is shown.
func (a appearing) none() bool {
	return a.id == "" && a.userName == "" && a.displayName == "" && a.externalID == "" && len(a.emails) == 0
}

// nameOf is the name by which Okta knows a resource of a kind.
func (a appearing) nameOf(kind Kind) string {
	if kind == Users {
		return a.userName
	}
	return a.displayName
}

// called names the resource for a person.
func (a appearing) called() string {
	for _, name := range []string{a.userName, a.displayName, a.externalID} {
		if name != "" {
			return fmt.Sprintf("%q", name)
		}
	}
	return "a resource without a name"
}

// appearance is what an answer shows; empty when it shows no resource.
func appearance(a okta.Answer) appearing {
	if !a.OK() || a.Resource == nil {
		return appearing{}
	}
	out := appearing{id: a.Resource.ID(), userName: a.Resource.String("userName"),
		displayName: a.Resource.String("displayName"), externalID: a.Resource.String("externalId")}
	emails, _ := a.Resource["emails"].([]any)
	for i := range emails {
		out.emails = append(out.emails, okta.Resource{"emails": emails}.String("emails", fmt.Sprint(i), "value"))
	}
	return out
}

// observe learns from an answer: what was created, what a read by id shows, and
// what casts doubt on an id.
func (g *Guard) observe(request *http.Request, sent []byte, answer *http.Response) {
	kind, id, endpoint := g.aim(request.URL)
	if kind == "" || endpoint && request.Method != http.MethodPost {
		return
	}
	r := resource{g.tenantOf(request), kind, id}
	if answer.StatusCode/100 != 2 {
		if gone(okta.Answer{Status: answer.StatusCode}) {
			g.learn(r, func(s *sight) { s.verified = false }) // the id may be given out again
		}
		return
	}
	switch {
	case endpoint:
		g.created(r, sent, g.shownBy(answer))
	case request.Method == http.MethodGet:
		g.seen(r, g.shownBy(answer))
	case request.Method == http.MethodDelete:
		g.learn(r, func(s *sight) { s.verified = false })
	default: // an answer that shows another resource is a reason to look again
		shown := g.shownBy(answer)
		g.learn(r, func(s *sight) { s.verified = s.verified && (shown.none() || g.owns(r, *s, shown)) })
	}
}

// created enters what a create was answered with. An id that was given out
// before under another name belongs to nobody until it is read.
func (g *Guard) created(r resource, sent []byte, shown appearing) {
	if r.id = shown.id; r.id == "" {
		return
	}
	name := nameIn(r.kind, sent)
	g.learn(r, func(s *sight) {
		if s.made && s.name != name {
			s.verified = false
		}
		s.made, s.name, s.nameless = true, name, name == ""
	})
}

// seen learns from a read by id.
func (g *Guard) seen(r resource, shown appearing) {
	if shown.none() {
		return
	}
	g.learn(r, func(s *sight) {
		s.verified = g.owns(r, *s, shown)
		s.owned = s.owned || s.verified
	})
}

// owns tells whether what is shown under an id is the run's own.
func (g *Guard) owns(r resource, known sight, shown appearing) bool {
	return (shown.id == "" || shown.id == r.id) &&
		(g.tagged(shown) || known.claimed != "" && strings.EqualFold(known.claimed, shown.nameOf(r.kind)))
}

// tagged tells whether one of the names carries the run's tag.
func (g *Guard) tagged(a appearing) bool {
	for _, name := range append([]string{a.userName, a.externalID, a.displayName}, a.emails...) {
		if g.names.Ours(name) {
			return true
		}
	}
	return false
}

// learn changes what is known of a resource.
func (g *Guard) learn(r resource, change func(*sight)) {
	g.mu.Lock()
	defer g.mu.Unlock()
	s := g.known[r]
	change(&s)
	g.known[r] = s
}

// shownBy reads the names out of an answer, whose body stays readable.
func (g *Guard) shownBy(answer *http.Response) appearing {
	body, err := io.ReadAll(answer.Body)
	answer.Body = io.NopCloser(bytes.NewReader(body))
	if err != nil {
		return appearing{}
	}
	var shown struct{ ID, UserName, DisplayName, ExternalID, Emails any }
	if json.Unmarshal(readable(answer, body), &shown) != nil {
		return appearing{}
	}
	r := okta.Resource{"userName": shown.UserName, "displayName": shown.DisplayName, "externalId": shown.ExternalID, "emails": shown.Emails}
	switch id := shown.ID.(type) {
	case string:
		r["id"] = id
	case float64: // an integer, or else no id
		r["id"] = json.Number(fmt.Sprintf("%.0f", id))
	}
	return appearance(okta.Answer{Status: http.StatusOK, Resource: r})
}

// nameIn is the userName or displayName that a body carries.
func nameIn(kind Kind, sent []byte) string {
	var body struct{ UserName, DisplayName any }
	_ = json.Unmarshal(sent, &body)
	name, _ := body.UserName.(string)
	if kind == Groups {
		name, _ = body.DisplayName.(string)
	}
	return name
}
