package harness

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/oktascim/oktascim/suites/okta"
)

// appearing are the names under which a resource shows itself.
type appearing struct {
	id, userName, displayName, externalID string
	emails                                []string
	inactive                              bool
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
		displayName: a.Resource.String("displayName"), externalID: a.Resource.String("externalId"), inactive: a.Resource["active"] == false}
	emails, _ := a.Resource["emails"].([]any)
	for i := range emails {
		out.emails = append(out.emails, okta.Resource{"emails": emails}.String("emails", fmt.Sprint(i), "value"))
	}
	return out
}

// observe learns from an answer: what was created, what a read by id or a list
// shows, and what casts doubt on an id.
func (g *Guard) observe(request *http.Request, a okta.Answer) {
	kind, id, endpoint := g.aim(request.URL)
	if kind == "" || a.Status == 0 {
		return
	}
	r := resource{g.tenantOf(request), kind, id}
	shown := appearance(a)
	switch {
	case endpoint && request.Method == http.MethodGet:
		g.shownInList(r, a)
	case endpoint && request.Method == http.MethodPost && a.Status/100 == 2:
		g.created(r, a.RequestBody, shown)
	case endpoint:
	case a.Status/100 != 2:
		if gone(a) {
			g.learn(r, (*sight).doubt) // the id may be given out again
		}
	case request.Method == http.MethodGet:
		g.seen(r, shown)
	case request.Method == http.MethodDelete:
		g.learn(r, (*sight).doubt)
	default: // an answer that shows another resource is a reason to look again
		g.learn(r, func(s *sight) {
			s.off = shown.inactive
			if !shown.none() && g.weight(r, *s, shown) == doubtful {
				s.doubt()
			}
		})
	}
}

func (s *sight) doubt() { s.evidence = doubtful }

// created enters what a create was answered with. An id that was given out
// before under another name belongs to nobody until it is read.
func (g *Guard) created(r resource, sent []byte, shown appearing) {
	if r.id = shown.id; r.id == "" {
		return
	}
	name := nameIn(r.kind, sent)
	g.learn(r, func(s *sight) {
		if s.made && s.name != name {
			s.doubt()
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
		s.evidence = g.weight(r, *s, shown)
		s.owned = s.owned || s.evidence >= verified
		s.off = shown.inactive
	})
}

// shownInList learns from a list of users. Strangers are not remembered.
func (g *Guard) shownInList(r resource, a okta.Answer) {
	if r.kind != Users || !a.OK() {
		return
	}
	list, _ := a.List()
	g.mu.Lock()
	defer g.mu.Unlock()
	for _, one := range list {
		r.id = one.ID()
		s, met := g.known[r]
		switch {
		case r.id == "":
			continue
		case g.names.Ours(one.String("userName")):
			s.evidence = max(s.evidence, listed)
		case !met:
			continue
		case g.weight(r, s, appearance(okta.Answer{Status: http.StatusOK, Resource: one})) == doubtful:
			s.doubt()
		}
		g.known[r] = s
	}
}

// weight is what names prove that a read by id shows.
func (g *Guard) weight(r resource, known sight, shown appearing) evidence {
	if shown.id != "" && shown.id != r.id {
		return doubtful
	}
	names := []string{shown.displayName}
	if r.kind == Users {
		names = []string{shown.userName, shown.externalID}
	}
	switch {
	case slices.ContainsFunc(names, g.names.Ours):
		return named
	case g.tagged(shown), known.claimed != "" && strings.EqualFold(known.claimed, shown.nameOf(r.kind)):
		return verified
	}
	return doubtful
}

// tagged tells whether one of the names carries the run's tag.
func (g *Guard) tagged(a appearing) bool {
	return slices.ContainsFunc(append([]string{a.userName, a.externalID, a.displayName}, a.emails...), g.names.Ours)
}

func (g *Guard) knows(r resource) sight {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.known[r]
}

// learn changes what is known of a resource.
func (g *Guard) learn(r resource, change func(*sight)) {
	g.mu.Lock()
	defer g.mu.Unlock()
	s := g.known[r]
	change(&s)
	g.known[r] = s
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
