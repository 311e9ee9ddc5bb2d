package watch

import (
	"net/http"
	"strings"

	"github.com/oktascim/oktascim/reports/result"
	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/harness"
	"github.com/oktascim/oktascim/suites/okta"
	"github.com/oktascim/oktascim/suites/profile"
)

// The views of a user or group.
const (
	viewAnswer = "answer"
	viewByID   = "by-id"
	viewLookup = "by-lookup"
	viewList   = "in-list"
)

// attributeChecks are the checks of single attributes, below users.create. and users.update.
var attributeChecks = map[change]map[string]string{
	create: {"userName": "username", "name.givenName": "names", "name.familyName": "names", "displayName": "display-name",
		"emails": "email", "externalId": "external-id", "locale": "locale"},
	update: {"userName": "username", "name.givenName": "given-name", "name.familyName": "family-name",
		"displayName": "display-name", "emails": "email", "externalId": "external-id", "title": "title",
		"nickName": "nick-name", "locale": "locale", "preferredLanguage": "preferred-language", "timezone": "timezone",
		"phoneNumbers": "phone", okta.EnterpriseSchema + ":department": "department"},
}

// attributeCheck is the check of an attribute of a user after a change.
func attributeCheck(last change, path string) string {
	switch last {
	case deactivate, reactivate:
		return "users." + string(last) + ".keeps-attributes"
	case create, update:
		if id := attributeChecks[last][path]; id != "" {
			return "users." + string(last) + "." + id
		}
		if last == update {
			return "users.update.all"
		}
		return "users.create.all-shown"
	}
	return "users.update.echo-keeps" // nobody has written to the user
}

// stateCheck is the check of whether a user is active after a change.
func stateCheck(u *user, view string) string {
	switch {
	case view == viewAnswer && (u.last == deactivate || u.last == reactivate):
		return "users." + string(u.last) + ".answer"
	case u.last == deactivate || u.last == reactivate:
		return "users." + string(u.last) + "." + view
	case u.last == create:
		return "users.create.active"
	case u.active == false:
		return "users.update.inactive-stays"
	}
	return "users.update.active-stays"
}

// userView holds what a view shows of a user against what Okta wrote.
func (j *judge) userView(u *user, view string, r okta.Resource) {
	in := func(p []result.Problem) []result.Problem {
		if view == viewAnswer {
			return check.InAnswer(j.x.Answer, p)
		}
		return check.In(j.x.Op()+map[string]string{viewLookup: "?filter", viewList: " (import)"}[view], p...)
	}
	byCheck := map[string][]result.Problem{}
	if u.active != nil {
		want := check.Active
		if u.active == false {
			want = check.Inactive
		}
		byCheck[stateCheck(u, view)] = want(r)
	}
	for _, path := range paths(u.sent) {
		p := check.NotAltered(r, u.sent, path)
		if path == "userName" || view == viewByID && (path == "name.givenName" || path == "name.familyName") {
			p = check.Sent(r, u.sent, path)
		}
		if (path == "emails" || path == "externalId") && view == viewByID && (u.last == create || u.last == update) {
			p = append(p, check.Missing(r, u.sent, path)...)
		}
		id := attributeCheck(u.last, path)
		byCheck[id] = append(byCheck[id], p...)
	}
	if j.others != "" {
		var all []result.Problem
		for _, p := range byCheck {
			all = append(all, p...)
		}
		byCheck = map[string][]result.Problem{j.others: all}
	}
	for id, problems := range byCheck {
		j.says(id, u.name, in(problems))
	}
}

func (j *judge) lookupUser(s *step) {
	a := s.Answer
	s.who = s.value
	key := string(harness.Users) + "/" + strings.ToLower(s.value)
	u := j.state.userNames[strings.ToLower(s.value)]
	list, _ := a.List()
	if a.Err == nil && (a.Status == http.StatusNotFound || a.OK() && len(list) == 0) {
		j.says("users.lookup.miss", s.who, check.Miss(a, s.value), within(a))
		j.says("users.lookup.miss-empty-list", s.who, check.Status(a, http.StatusOK))
		if len(j.failed) == 0 {
			j.state.missed[key] = s.Started
		}
		if u != nil && strings.EqualFold(s.attribute, "userName") && j.settled(harness.Users, u.id) {
			j.says(missedCheck(u), s.who, check.Of("for "+s.value, result.Problem{Operation: "GET /Users?filter",
				Expected: "the user, id " + u.id, Actual: "nobody"}))
		}
		return
	}
	j.says("users.lookup.hit", s.who, check.List(a), within(a))
	if !a.OK() || len(list) == 0 {
		return
	}
	delete(j.state.missed, key)
	s.hit, s.id = true, list[0].ID()
	s.off = list[0]["active"] == false
	var others []result.Problem
	byEmail := j.profile.Okta.UniqueIdentifier == profile.ByEmail || !strings.EqualFold(s.attribute, "userName")
	for _, r := range list {
		if !strings.EqualFold(r.String("userName"), s.value) && !(byEmail && len(check.HasEmail(r, s.value)) == 0) {
			others = append(others, result.Problem{Operation: "GET /Users?filter", Part: "for " + s.value,
				Expected: "users with that userName", Actual: r.String("userName")})
		}
	}
	j.says("users.lookup.only-username", s.who, others)
	var problems []result.Problem
	if total, _ := a.Total(); total != 1 || len(list) != 1 {
		problems = []result.Problem{{Operation: "GET /Users?filter", Part: "for " + s.value, Expected: "one user",
			Actual: "more: Okta links the first of them"}}
	}
	if u != nil && s.id != u.id && j.settled(harness.Users, u.id) && len(others) == 0 {
		problems = append(problems, result.Problem{Operation: "GET /Users?filter", Place: "id", Expected: u.id, Actual: s.id})
	}
	j.says("users.lookup.hit", s.who, problems)
	if len(others) > 0 {
		return
	}
	j.says("users.lookup.complete", s.who, check.In("GET /Users?filter", check.UserShape(list[0])...))
	if u != nil && s.id == u.id && j.settled(harness.Users, u.id) {
		j.userView(u, viewLookup, list[0])
	}
	j.state.learnUser(list[0])
}

// missedCheck is the check of the lookup that must find a user.
func missedCheck(u *user) string {
	switch u.last {
	case deactivate, reactivate:
		return "users." + string(u.last) + ".by-lookup"
	case update:
		return "users.lookup.after-update"
	}
	return "users.lookup.after-miss"
}

func (j *judge) readUser(s *step) {
	a, u := s.Answer, j.state.users[s.id]
	if u == nil {
		if a.OK() {
			j.says("connector.users.read-first", s.id, check.SameID(a, s.id), check.In(a.Op(), check.UserShape(a.Resource)...))
			u = j.state.learnUser(a.Resource)
		}
		if u != nil {
			s.who = u.name
		}
		return
	}
	s.who = u.name
	id := "users.create.by-id"
	if u.last == deactivate || u.last == reactivate {
		id = "users." + string(u.last) + ".by-id"
	}
	id = firstOf(j.others, id)
	if !a.OK() && !j.settled(harness.Users, u.id) {
		return
	}
	j.says(id, s.who, check.Status(a, http.StatusOK), within(a))
	if !a.OK() {
		return
	}
	j.says("connector.users.shape", s.who, check.In(a.Op(), check.All(check.SameID(a, s.id),
		check.UserShape(a.Resource))...))
	j.says("users.create.no-secrets", s.who, check.In(a.Op(), check.NoSecrets(a.Resource)...))
	if j.settled(harness.Users, u.id) {
		j.userView(u, viewByID, a.Resource)
	}
}

func (j *judge) writeUser(s *step) {
	switch s.Method {
	case http.MethodPost:
		j.createUser(s)
	case http.MethodPut, http.MethodPatch:
		j.changeUser(s)
	}
}

func (j *judge) createUser(s *step) {
	a := s.Answer
	name := s.body.String("userName")
	s.what, s.who = create, name
	taken := j.state.userNames[strings.ToLower(name)]
	if j.conflict(s, "users.create.answer", "users.create.duplicate", "errors.body.duplicate", taken != nil, name) {
		return
	}
	if j.refusedForSeats(a) {
		j.says("seats.over.reason", s.who, check.ErrorBody(a))
		return
	}
	j.says("users.create.answer", s.who, check.Status(a, http.StatusCreated), check.WithResource(a), within(a))
	if !a.OK() || a.Resource.ID() == "" {
		return
	}
	id := a.Resource.ID()
	var twice []result.Problem
	if other := j.state.users[id]; other != nil {
		twice = []result.Problem{{Operation: "POST /Users", Place: "id", Expected: "an id of its own", Actual: id +
			", that of " + other.name}}
	}
	j.says("users.create.ids", s.who, twice)
	if taken != nil && taken.id != id && j.settled(harness.Users, taken.id) {
		j.says("users.create.duplicate", s.who, check.In("POST /Users", check.Status(a, http.StatusConflict)...))
	}
	j.says("users.create.answer-shape", s.who, check.InAnswer(a, check.UserShape(a.Resource)))
	j.says("users.create.no-secrets", s.who, check.InAnswer(a, check.NoSecrets(a.Resource)))
	j.located(a, "user", "Users")
	u := &user{id: id, sent: s.body, active: true, last: create}
	if active, ok := s.body["active"].(bool); ok {
		u.active = active
	}
	j.state.users[id] = u
	j.state.nameUser(u, name)
	delete(j.state.missed, string(harness.Users)+"/"+strings.ToLower(name))
	s.id = id
	j.userView(u, viewAnswer, a.Resource)
}

// intended is what a write to a user is to change, and the user as it should be afterwards.
func (s *step) intended(u *user) (change, okta.Resource) {
	sent := s.body
	if s.Method == http.MethodPatch {
		sent = u.sent.Clone()
		if sent == nil {
			sent = okta.Resource{}
		}
		for name, v := range s.values {
			sent[name] = v
		}
		if len(s.values) == 1 && s.values["password"] != nil {
			return password, sent
		}
	}
	active, said := sent["active"].(bool)
	if _, patched := s.values["active"]; s.Method == http.MethodPatch && !patched {
		said = false
	}
	switch {
	case said && !active && (u.active != false || s.Method == http.MethodPatch || u.last == deactivate):
		return deactivate, sent
	case said && active && (u.active == false || s.Method == http.MethodPatch || u.last == reactivate &&
		len(check.Unchanged(u.sent, sent, derived...)) == 0):
		return reactivate, sent
	}
	return update, sent
}

func (j *judge) changeUser(s *step) {
	a, u := s.Answer, j.state.users[s.id]
	if u == nil {
		u = &user{id: s.id, name: firstOf(s.body.String("userName"), s.id)}
	}
	what, sent := s.intended(u)
	s.what, s.who = what, u.name
	if what == deactivate || what == reactivate {
		if s.Method == http.MethodPut {
			j.wrote(okta.AIW)
		} else {
			j.wrote(okta.OIN)
		}
	}
	renamed := s.Method == http.MethodPut && u.sent != nil && s.body.String("userName") != u.sent.String("userName")
	known := j.state.users[s.id] != nil
	if (renamed || !known) && check.NoCrash(a) == nil && !a.OK() { // the app keeps names, or has lost a linked account
		j.says("errors.refused.user-put", s.who, check.ErrorBody(a))
		return
	}
	if what == reactivate && j.refusedForSeats(a) {
		j.says("seats.reactivate.done-or-refused", s.who, check.ErrorBody(a))
		return
	}
	accepted := "users." + string(what) + ".accepted"
	if what == password {
		accepted = "users.update.password"
	}
	j.says(accepted, s.who, check.Accepted(a), within(a))
	if !a.OK() || !known && sent.String("userName") == "" {
		return
	}
	if !known {
		j.state.users[s.id] = u
		j.state.nameUser(u, sent.String("userName"))
	}
	if what == deactivate || what == reactivate {
		u.active, u.left = what == reactivate, u.left || what == deactivate
	}
	if what != password {
		u.last, u.sent = what, sent
	}
	if name := sent.String("userName"); name != "" && !strings.EqualFold(name, u.name) {
		j.state.nameUser(u, name)
	}
	if a.Resource != nil {
		j.says("users.update.keeps-id", s.who, check.SameID(a, s.id))
		j.says("users.update.answer-shape", s.who, check.InAnswer(a, check.UserShape(a.Resource)))
		j.says("users.create.no-secrets", s.who, check.InAnswer(a, check.NoSecrets(a.Resource)))
		j.userView(u, viewAnswer, a.Resource)
	}
}
