package watch

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/oktascim/oktascim/reports/result"
	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/harness"
	"github.com/oktascim/oktascim/suites/okta"
	"github.com/oktascim/oktascim/suites/profile"
)

// judge holds each exchange against the judgements of the checks. It is used by one goroutine at a time.
type judge struct {
	base    *url.URL
	profile *profile.Profile
	settle  time.Duration
	state   *state
	book    *book
	found   func(*Finding)
	hide    *harness.Redactor
	dialect string // in which Okta writes, as far as it was seen
	draft   *draft // takes what is said, if not nil
	imports map[harness.Kind]*walking
	others  string // the check of a read that looks at somebody whom no write names

	// of the exchange that is judged
	x      *Exchange
	failed []result.Key
}

// step is an exchange as part of a sequence.
type step struct {
	request
	*Exchange
	what   change // of a write
	who    string
	hit    bool // a lookup found something
	off    bool // … and it is inactive
	left   bool // an import has further pages
	listed int
	detail string // of a refusal
	failed []result.Key
}

// longestAnswer is when Okta closes the connection.
const longestAnswer = 60 * time.Second

// exchange judges one exchange of Okta's and notes what it did.
func (j *judge) exchange(x *Exchange) step {
	j.x, j.failed = x, nil
	s := step{request: read(j.base, x), Exchange: x}
	if x.Cut {
		x.Err = &okta.TooLargeError{Limit: largestKept}
	}
	if x.Status == http.StatusTooManyRequests { // Okta waits and sends it again
		return s
	}
	j.anyAnswer(&s)
	switch {
	case s.kind == harness.Users && s.attribute != "":
		j.lookupUser(&s)
	case s.kind == harness.Groups && s.attribute != "":
		j.lookupGroup(&s)
	case s.kind == harness.Users && s.id == "" && x.Method == http.MethodGet:
		j.page(&s, "users", check.UserSchema)
	case s.kind == harness.Groups && s.id == "" && x.Method == http.MethodGet:
		j.page(&s, "groups", check.GroupSchema)
	case s.kind == harness.Users && x.Method == http.MethodGet:
		j.readUser(&s)
	case s.kind == harness.Users:
		j.writeUser(&s)
	case s.kind == harness.Groups && x.Method == http.MethodGet:
		j.readGroup(&s)
	case s.kind == harness.Groups:
		j.writeGroup(&s)
	}
	list, _ := s.List()
	s.failed, s.listed, s.detail = j.failed, len(list), s.Resource.String("detail")
	return s
}

// says enters what a check says of the exchange.
func (j *judge) says(id, who string, problems ...[]result.Problem) {
	all := check.All(problems...)
	if j.draft != nil {
		j.draft.said = append(j.draft.said, said{id, who, all, j.x})
		if len(all) > 0 {
			j.failed = append(j.failed, result.Key{ID: id})
		}
		return
	}
	var x *result.Exchange
	if len(all) > 0 {
		e := j.x.Shown(j.hide)
		x = &e
		hide := j.x.hider(j.hide)
		for i, p := range all {
			all[i].Expected, all[i].Actual, all[i].Part = hide(p.Expected), hide(p.Actual), hide(p.Part)
		}
	}
	dialect := j.dialect
	switch {
	case j.x.Method == http.MethodPatch:
		dialect = string(okta.OIN)
	case j.x.Method == http.MethodPut && dialect == "":
		dialect = string(okta.AIW)
	}
	if f := j.book.enter(id, dialect, who, all, x); f != nil {
		j.failed = append(j.failed, f.Key())
		j.found(f)
	}
}

// wrote notes in which dialect Okta writes; active by PUT and by PATCH tell them apart, and so do groups.
func (j *judge) wrote(d okta.Dialect) {
	j.dialect = string(d)
	if j.profile.Name == profile.Default().Name {
		return
	}
	var problems []result.Problem
	stated := false
	for _, p := range j.profile.Okta.Dialects {
		stated = stated || string(p) == string(d)
	}
	if !stated {
		names := []string{}
		for _, p := range j.profile.Okta.Dialects {
			names = append(names, string(p))
		}
		problems = []result.Problem{{Operation: j.x.Op(), Expected: strings.Join(names, " or ") +
			", as the app profile states",
			Actual: string(d) + ": " + j.x.Method + " for active, groups and members; change okta.app or okta.dialects"}}
	}
	j.says(profileDialect, "", problems)
}

// anyAnswer judges what every answer must be like.
func (j *judge) anyAnswer(s *step) {
	a := s.Answer
	if a.Err != nil {
		return
	}
	j.says("headers.direct", "", check.Direct(a))
	if len(s.Body) > 0 && s.Undecoded == nil {
		id := "headers.answer.reads"
		switch {
		case s.kind == harness.Groups:
			id = "headers.answer.groups"
		case a.Method != http.MethodGet:
			id = "headers.answer.writes"
		}
		if a.Status < 300 {
			j.says(id, "", check.JSONMediaType(a))
		} else if a.Status >= 400 {
			j.says("errors.media-type", "", check.JSONKind(a))
		}
		j.says("headers.answer.charset", "", check.UTF8(a))
		j.says("errors.no-trace", "", check.NoTrace(a))
	}
	if a.Header.Get("Content-Encoding") != "" {
		var problems []result.Problem
		if s.Undecoded != nil {
			problems = []result.Problem{{Operation: a.Op(), Place: "body", Actual: s.Undecoded.Error(),
				Expected: "a body that decodes as its Content-Encoding says"}}
		}
		j.says("headers.gzip", "", problems)
	}
	if token := credential(s.RequestHeader.Get("Authorization")); a.Status == http.StatusUnauthorized && len(token) >= 8 {
		j.says("auth.error.no-echo", "", check.NoEcho(a, "the token", token))
	}
	if password := s.body.String("password"); len(password) >= 8 && a.Resource != nil {
		j.says("users.create.password-hidden", "", check.InAnswer(a, check.Hides(a.Resource, "the password", password)))
	}
	if a.Status == http.StatusNotFound && s.id != "" && a.Method == http.MethodGet {
		id := map[harness.Kind]string{harness.Users: "errors.body.unknown-user",
			harness.Groups: "errors.body.unknown-group"}[s.kind]
		j.says(id, "", check.ErrorBody(a))
	}
}

func credential(header string) string {
	_, token, found := strings.Cut(header, " ")
	if !found {
		return header
	}
	return token
}

// within has a problem when Okta would not have waited for the answer.
func within(a okta.Answer) []result.Problem {
	if a.Err != nil || a.Elapsed <= longestAnswer {
		return nil
	}
	return []result.Problem{{Operation: a.Op(), Expected: "an answer within Okta's 60 s",
		Actual: a.Elapsed.Round(time.Millisecond).String()}}
}

// settled reports whether a resource can be held against what was written, for a read that began with the exchange.
func (j *judge) settled(kind harness.Kind, id string) bool {
	return j.settledAt(j.x.Started, string(kind)+"/"+id)
}

// settledAt is settled for a read that began then. Who verifies reads early, and again until the app had its time.
func (j *judge) settledAt(began time.Time, path string) bool {
	settle := j.settle
	if j.draft != nil {
		settle = 0
	}
	settled, due := j.state.spans.settledAt(began, settle, path)
	if due = due.Add(j.settle - settle); j.draft != nil && due.After(j.draft.due) {
		j.draft.due = due
	}
	return settled
}

// page judges a page of a list, of an import or of the connector test.
func (j *judge) page(s *step, kind, schema string) {
	a := s.Answer
	answer := "import.users.pages"
	switch {
	case kind == "groups":
		answer = "connector.groups.answer"
	case s.count > 0 && s.count <= 2:
		answer = "connector.users.answer"
	}
	j.says(answer, "", check.List(a), within(a))
	total, counted := a.Total()
	list, _ := a.List()
	s.left = a.OK() && counted && len(list) > 0 && max(s.start, 1)+max(s.count, 1) <= total
	if !a.OK() {
		return
	}
	if s.count > 0 {
		j.says("connector."+kind+".count", "", check.AtMost(a, s.count))
	}
	var shape, secrets []result.Problem
	for _, r := range list {
		shape = append(shape, check.Of("of "+firstOf(r.String("userName"), r.String("displayName"), r.ID()),
			check.ForeignShape(r, schema)...)...)
		secrets = append(secrets, check.NoPassword(r)...)
	}
	j.says("connector."+kind+".shape", "", check.In(a.Op(), shape...))
	if kind == "users" {
		j.says("connector.users.no-password", "", check.In(a.Op(), secrets...))
	}
	for _, r := range list {
		if u := j.state.users[r.ID()]; u != nil && kind == "users" && j.settled(harness.Users, u.id) {
			j.userView(u, viewList, r)
		}
		if g := j.state.groups[r.ID()]; g != nil && kind == "groups" && !g.gone && j.settled(harness.Groups, g.id) {
			j.groupView(g, viewList, r)
		}
	}
	j.walked(s, a)
}

// mostWalked bounds the pages of one import of Okta's that are kept.
const mostWalked = 200

// walked adds a page to the import that Okta is making, and judges it at its end.
func (j *judge) walked(s *step, a okta.Answer) {
	if j.draft != nil || s.count <= 2 {
		return
	}
	i := j.imports[s.kind]
	if s.start <= 1 {
		i = &walking{began: s.Started, Walk: check.Walk{Size: s.count}}
		j.imports[s.kind] = i
	}
	if i == nil || s.count != i.Size || len(i.Pages) == mostWalked || s.start > 1 && s.start != i.Start(len(i.Pages)) {
		delete(j.imports, s.kind)
		return
	}
	slim := a
	slim.Body, slim.Resource = nil, a.Resource.Clone()
	list, _ := slim.Resource["Resources"].([]any)
	for n, e := range list {
		if r, ok := e.(map[string]any); ok {
			list[n] = map[string]any{"id": r["id"], "userName": r["userName"]}
		}
	}
	if i.Pages = append(i.Pages, slim); !s.left {
		delete(j.imports, s.kind)
		j.walk(s.kind, i.Walk, i.began)
	}
}

// walking is an import under way.
type walking struct {
	check.Walk
	began time.Time
}

// walk judges a list that was read to its end, beginning then.
func (j *judge) walk(kind harness.Kind, w check.Walk, began time.Time) {
	var ids []string
	names := map[string]string{}
	lower := strings.ToLower(string(kind))
	for id, u := range j.state.users {
		if kind == harness.Users && j.settledAt(began, "Users/"+id) {
			ids, names[id] = append(ids, id), u.name
		}
	}
	var ghosts []result.Problem
	for id, g := range j.state.groups {
		switch {
		case kind != harness.Groups || !j.settledAt(began, "Groups/"+id):
		case !g.gone:
			ids, names[id] = append(ids, id), g.name
		case slices.Contains(w.IDs(), id):
			ghosts = append(ghosts, result.Problem{Operation: "GET /Groups (import)", Expected: "no deleted group",
				Actual: g.name})
		}
	}
	slices.Sort(ids)
	once := w.EachOnce(ids, names)
	for _, page := range w.Pages {
		if check.Total(page) != w.Total() { // others come and go meanwhile
			once = nil
		}
	}
	j.says("import."+lower+".once", "", once)
	if kind == harness.Groups {
		j.says("groups.delete.in-list", "", ghosts)
		j.says("import.groups.pages", "", w.Full(), w.StartIndexes(), w.Totals(), w.Exact())
		return
	}
	j.says("import.users.total", "", w.Totals(), w.Exact())
	j.says("import.users.full-pages", "", w.Full(), w.LastPage())
	j.says("import.users.start-index", "", w.StartIndexes())
	var twice []result.Problem
	seen := map[string]string{}
	for _, r := range w.Resources() {
		name := strings.ToLower(r.String("userName"))
		if other, again := seen[name]; again && other != r.ID() && name != "" {
			twice = append(twice, result.Problem{Operation: "GET /Users (import)", Part: "of " + name, Expected: "one account",
				Actual: other + " and " + r.ID()})
		}
		seen[name] = r.ID()
	}
	j.says("robustness.afterwards.twins", "", twice)
}

// located judges where the answer to a create says that the resource is.
func (j *judge) located(a okta.Answer, kind, endpoint string) {
	if header := a.Header.Get("Location"); header != "" {
		j.says("headers.location."+kind, "", check.In(a.Op(), check.Of("Location", check.EndsIn(header, endpoint,
			a.Resource.ID())...)...))
	}
	if meta := a.Resource.String("meta", "location"); meta != "" {
		j.says("headers.location."+kind, "", check.In(a.Op(), check.Of("meta.location", check.EndsIn(meta, endpoint,
			a.Resource.ID())...)...))
	}
}

func firstOf(texts ...string) string {
	for _, t := range texts {
		if t != "" {
			return t
		}
	}
	return ""
}

// refusedForSeats reports whether the app says that no seat is free, which the profile allows it.
func (j *judge) refusedForSeats(a okta.Answer) bool {
	return j.profile.Seats != nil && a.Err == nil && a.Status >= 400 && a.Status < 500 &&
		len(check.SeatReason(a, j.profile.Seats.Limit)) == 0
}

// conflict judges a 409 to a create: it is right when the name is taken, and a dead end when a lookup had found nobody.
func (j *judge) conflict(s *step, main, duplicate, body string, taken bool, name string) bool {
	if s.Err != nil || s.Status != http.StatusConflict {
		return false
	}
	_, missed := j.state.missed[string(s.kind)+"/"+strings.ToLower(name)]
	if taken || !missed {
		j.says(duplicate, s.who)
		j.says(body, s.who, check.ErrorBody(s.Answer))
		if s.kind == harness.Users {
			j.says("users.create.duplicate-scimtype", s.who, check.ScimType(s.Answer, "uniqueness"))
		}
		return true
	}
	j.says(main, s.who, check.At("after a lookup that found nothing,", check.Status(s.Answer, http.StatusCreated)...))
	return true
}
