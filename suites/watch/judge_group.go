package watch

import (
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/oktascim/oktascim/reports/result"
	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/harness"
	"github.com/oktascim/oktascim/suites/okta"
)

// memberChecks are the checks of a membership, as read from the group, after a change.
var memberChecks = map[change]string{create: "groups.push.with-members", add: "members.add.first",
	remove: "members.remove.one", mixed: "members.mixed.swap", replace: "members.push-now.lists",
	rename: "groups.rename.members", same: "groups.push.whole"}

// groupView holds what a view shows of a group against what Okta wrote.
func (j *judge) groupView(g *group, view string, r okta.Resource) {
	about := "GET /Groups/{id}"
	if view == viewLookup {
		about = "GET /Groups?filter"
	} else if view == viewList {
		about = "GET /Groups (import)"
	}
	named := "groups.push."
	if g.last == rename {
		named = "groups.rename."
	}
	switch {
	case view == viewAnswer:
		about = j.x.Op() + " answer"
		named += "answer"
	case j.others != "":
		named = j.others
	default:
		named += view
	}
	j.says(named, g.name, check.In(about, check.All(check.Text(r, "displayName", g.name), check.Text(r, "id", g.id))...))
	list, shown := r["members"].([]any)
	if !shown && !(view == viewByID && j.state.showMembers && r["members"] == nil) {
		return
	}
	j.state.showMembers = j.state.showMembers || len(list) > 0
	if !g.whole || !shown && len(g.members) == 0 {
		return
	}
	must, may := j.state.expected(g)
	have := slices.DeleteFunc(check.Values(r, "members"), func(id string) bool { return slices.Contains(may, id) })
	elements := make([]any, len(have))
	for i, id := range have {
		elements[i] = map[string]any{"value": id}
	}
	id := memberChecks[g.last]
	switch {
	case j.others != "":
		id = j.others
	case view != viewByID && view != viewAnswer:
		id = "members.listed"
	case view == viewAnswer:
		if id = "members.answer"; g.last == create {
			id = "groups.push.with-members-answer"
		}
	case len(g.members) == 0 && g.last == create:
		id = "groups.push.no-members"
	case len(g.members) == 0 && g.last == replace:
		id = "members.push-now.empty"
	case id == "":
		id = "members.keeps-name"
	}
	j.says(id, g.name, check.In(about, check.Members(okta.Resource{"members": elements}, must, j.state.names(have,
		must))...))
}

func (j *judge) lookupGroup(s *step) {
	a := s.Answer
	s.who = s.value
	key := string(harness.Groups) + "/" + strings.ToLower(s.value)
	g := j.state.groupNames[s.value]
	list, _ := a.List()
	if a.Err == nil && (a.Status == http.StatusNotFound || a.OK() && len(list) == 0) {
		j.says("groups.push.miss", s.who, check.Miss(a, s.value), within(a))
		if len(j.failed) == 0 {
			j.state.missed[key] = s.Started
		}
		if g != nil && !g.gone && j.settled(harness.Groups, g.id) {
			j.says("groups.push.by-lookup", s.who, []result.Problem{{Operation: "GET /Groups?filter", Part: "for " + s.value,
				Expected: "the group, id " + g.id, Actual: "none"}})
		}
		return
	}
	j.says("groups.push.by-lookup", s.who, check.List(a), within(a))
	if !a.OK() || len(list) == 0 {
		return
	}
	delete(j.state.missed, key)
	s.hit, s.id = true, list[0].ID()
	var problems []result.Problem
	for _, r := range list {
		if !strings.EqualFold(r.String("displayName"), s.value) {
			problems = append(problems, result.Problem{Operation: "GET /Groups?filter", Part: "for " + s.value,
				Expected: "groups of that name", Actual: r.String("displayName")})
		}
	}
	j.says("groups.push.lookup-part", s.who, problems)
	if len(problems) > 0 {
		return
	}
	j.says("groups.push.shape", s.who, check.In("GET /Groups?filter", check.GroupShape(list[0])...))
	if g != nil && g.gone && s.id == g.id && j.settled(harness.Groups, g.id) {
		j.says("groups.delete.by-lookup", s.who, []result.Problem{{Operation: "GET /Groups?filter",
			Expected: "no group: it was deleted", Actual: s.id}})
	}
	if g != nil && s.id == g.id && !g.gone && j.settled(harness.Groups, g.id) {
		j.groupView(g, viewLookup, list[0])
	}
	if g == nil {
		j.learnWhole(list[0])
	}
}

// learnWhole notes a group that an answer shows, with its members if it shows them.
func (j *judge) learnWhole(r okta.Resource) *group {
	g := j.state.learnGroup(r.ID(), r.String("displayName"))
	if _, shown := r["members"].([]any); g != nil && shown && !g.whole {
		g.whole = true
		for _, id := range check.Values(r, "members") {
			g.members[id] = true
		}
	}
	return g
}

func (j *judge) readGroup(s *step) {
	a, g := s.Answer, j.state.groups[s.id]
	switch {
	case g == nil && a.OK():
		j.says("connector.groups.read-first", s.id, check.SameID(a, s.id), check.In(a.Op(), check.GroupShape(a.Resource)...))
		if g = j.learnWhole(a.Resource); g != nil {
			s.who = g.name
		}
		return
	case g == nil:
		return
	}
	s.who = g.name
	settled := j.settled(harness.Groups, g.id)
	if g.gone {
		if settled {
			j.says("groups.delete.by-id", s.who, check.In(a.Op(), check.Status(a, http.StatusNotFound, http.StatusGone)...))
		}
		return
	}
	if !a.OK() && !settled {
		return
	}
	id := "groups.push.by-id"
	if g.last == rename {
		id = "groups.rename.by-id"
	}
	j.says(id, s.who, check.Status(a, http.StatusOK), within(a))
	if !a.OK() {
		return
	}
	j.says("groups.push.shape", s.who, check.In(a.Op(), check.GroupShape(a.Resource)...))
	if settled {
		j.groupView(g, viewByID, a.Resource)
		if !g.whole {
			j.learnWhole(a.Resource)
		}
	}
}

func (j *judge) writeGroup(s *step) {
	switch s.Method {
	case http.MethodPost:
		j.createGroup(s)
	case http.MethodPut, http.MethodPatch:
		j.changeGroup(s)
	case http.MethodDelete:
		j.deleteGroup(s)
	}
}

func (j *judge) createGroup(s *step) {
	a, name := s.Answer, s.body.String("displayName")
	s.what, s.who = create, name
	taken := j.state.groupNames[name]
	if j.conflict(s, "groups.push.created", "groups.push.duplicate", "errors.body.duplicate-group", taken != nil &&
		!taken.gone, name) {
		return
	}
	j.says("groups.push.created", s.who, check.Status(a, http.StatusCreated), check.WithResource(a), within(a))
	if !a.OK() || a.Resource.ID() == "" {
		return
	}
	j.says("groups.push.shape", s.who, check.InAnswer(a, check.GroupShape(a.Resource)))
	j.located(a, "group", "Groups")
	g := &group{id: a.Resource.ID(), members: map[string]bool{}, whole: true, last: create}
	for _, id := range membersOf(s.body["members"]) {
		g.members[id] = true
	}
	j.state.groups[g.id] = g
	j.state.nameGroup(g, name)
	delete(j.state.missed, string(harness.Groups)+"/"+strings.ToLower(name))
	s.id = g.id
	j.groupView(g, viewAnswer, a.Resource)
}

// next is what a write does to a group: its members and name afterwards.
func (s *step) next(g *group) (what change, members map[string]bool, whole bool, name string) {
	members, whole, name = maps.Clone(g.members), g.whole, g.name
	adds, takes := s.adds, s.takes
	renamed := s.values.String("displayName")
	all := s.wholeMembers
	if s.Method == http.MethodPut {
		renamed = s.body.String("displayName")
		adds, all = membersOf(s.body["members"]), true
	}
	if all {
		members, whole = map[string]bool{}, true
	}
	for _, id := range takes {
		delete(members, id)
	}
	for _, id := range adds {
		members[id] = true
	}
	var joined, went int
	for id := range members {
		if !g.members[id] {
			joined++
		}
	}
	for id := range g.members {
		if !members[id] {
			went++
		}
	}
	switch {
	case s.wholeMembers || all && !g.whole:
		what = replace
	case joined > 0 && went > 0:
		what = mixed
	case joined > 0 || len(adds) > 0 && s.Method == http.MethodPatch:
		what = add
	case went > 0 || len(takes) > 0:
		what = remove
	default:
		what = same
	}
	if renamed != "" && renamed != g.name {
		name = renamed
		if what == same {
			what = rename
		}
	} else if what == same && s.Method == http.MethodPatch {
		what = rename // to the name it has
	}
	return what, members, whole, name
}

func (j *judge) changeGroup(s *step) {
	if s.Method == http.MethodPut {
		j.wrote(okta.AIW)
	} else {
		j.wrote(okta.OIN)
	}
	a, g := s.Answer, j.state.groups[s.id]
	if g == nil {
		g = &group{id: s.id, name: firstOf(s.body.String("displayName"), s.values.String("displayName"), s.id),
			members: map[string]bool{}}
		if a.OK() {
			j.state.groups[s.id] = g
			j.state.nameGroup(g, g.name)
		}
	}
	what, members, whole, name := s.next(g)
	s.what, s.who = what, g.name
	accepted := memberChecks[what]
	if what == rename {
		accepted = "groups.rename.accepted"
	}
	j.says(accepted, s.who, check.Accepted(a), within(a))
	if !a.OK() {
		return
	}
	g.last, g.members, g.whole = what, members, whole
	if name != g.name {
		j.state.nameGroup(g, name)
	}
	if a.Resource != nil {
		j.says("groups.push.shape", s.who, check.InAnswer(a, check.GroupShape(a.Resource)))
		j.groupView(g, viewAnswer, a.Resource)
	}
}

func (j *judge) deleteGroup(s *step) {
	a, g := s.Answer, j.state.groups[s.id]
	s.what, s.who = erase, s.id
	if g != nil {
		s.who = g.name
		if g.gone {
			j.says("groups.delete.again-no-crash", s.who, check.NoCrash(a))
			return
		}
	}
	j.says("groups.delete.accepted", s.who, check.Status(a, http.StatusNoContent, http.StatusOK, http.StatusAccepted),
		within(a))
	if a.OK() && g != nil {
		g.gone, g.last = true, erase
	}
}
