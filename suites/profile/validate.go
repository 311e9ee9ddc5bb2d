package profile

import (
	"fmt"
	"slices"
	"strings"

	"github.com/oktascim/oktascim/suites/near"
)

// Validate reports everything that is wrong with p as an *Error without places. Parse has done so already; it is for a
// profile that flags or the environment have changed since.
func (p *Profile) Validate() error {
	v := validator{profile: p}
	v.run()
	if len(v.problems) == 0 {
		return nil
	}
	return &Error{Problems: v.problems}
}

// validator collects what is wrong with the values of a profile.
type validator struct {
	profile  *Profile
	decoder  *decoder // nil when the profile was not read from a file
	problems []Problem
}

func (v *validator) run() {
	if strings.TrimSpace(v.profile.Name) == "" {
		v.refuse("name", "`name` is empty", "give the application's name, as reports should show it")
	}
	v.scim()
	v.okta()
	v.roles()
	v.seats()
	v.testData()
	v.safety()
}

// refuse notes a problem with the value of path. Where the form of that value was refused already, one problem is
// enough; where the path is not in the file, the place is that of the section it belongs to.
func (v *validator) refuse(path, message, fix string) {
	hide := hideNothing
	if underAuth(path) && path != "scim.auth.scheme" {
		hide = hideValue
	}
	v.note(path, hide, message, fix)
}

func (v *validator) note(path string, hide hiding, message, fix string) {
	if v.decoder == nil {
		v.problems = append(v.problems, Problem{Path: path, Message: message, Fix: fix})
		return
	}
	at, stated := v.decoder.values[path]
	for up := path; !stated; up = parent(up) {
		if at, stated = v.decoder.keys[up]; !stated {
			at, stated = v.decoder.values[up]
		}
		stated = stated || up == ""
		hide = hideNothing
	}
	for up := path; up != ""; up = parent(up) {
		if v.decoder.broken[up] {
			return
		}
	}
	collector := &decoder{source: v.decoder.source}
	collector.add(path, at, hide, message, fix)
	v.problems = append(v.problems, collector.problems...)
}

// parent is the path of what holds path.
func parent(path string) string {
	return path[:max(0, strings.LastIndexAny(path, ".["))]
}

func (v *validator) okta() {
	words(v, "okta.dialects", texts(v.profile.Okta.Dialects), texts(Dialects()))
	words(v, "okta.actions", texts(v.profile.Okta.Actions), texts(Actions()))
	v.oneOf("okta.unique_identifier", string(v.profile.Okta.UniqueIdentifier), texts(Identifiers()))
	if v.profile.Okta.EmailLookup && v.profile.Okta.UniqueIdentifier != ByEmail {
		v.refuse("okta.email_lookup", "`okta.email_lookup` contradicts `okta.unique_identifier`: Okta looks users up by e-mail only when that is the identifier",
			"set `unique_identifier: email`, or remove `email_lookup`")
	}
}

// words checks a list of words: not empty, all known, none twice.
func words(v *validator, path string, list, known []string) {
	if len(list) == 0 {
		v.refuse(path, name(path)+" is an empty list, so there would be nothing to check", "list what applies: "+strings.Join(known, ", "))
	}
	seen := map[string]bool{}
	for i, word := range list {
		if len(v.problems) >= MaxProblems {
			return
		}
		item := fmt.Sprintf("%s[%d]", path, i)
		if seen[word] && slices.Contains(known, word) {
			v.refuse(item, fmt.Sprintf("%s lists %s twice", name(path), Quoted(word)), "remove one of the two")
			continue
		}
		seen[word] = true
		v.choice(path, item, word, known)
	}
}

// oneOf checks that word is one of the known ones.
func (v *validator) oneOf(path, word string, known []string) { v.choice(path, path, word, known) }

func (v *validator) choice(path, at, word string, known []string) {
	if slices.Contains(known, word) {
		return
	}
	fix := "one of: " + strings.Join(known, ", ")
	if meant := near.Word(word, known); meant != "" {
		fix = fmt.Sprintf("did you mean `%s`? (%s)", meant, fix)
	}
	v.refuse(at, fmt.Sprintf("%s does not know %s", name(path), Quoted(word)), fix)
}

func (v *validator) seats() {
	seats := v.profile.Seats
	if seats == nil {
		return
	}
	if seats.Limit < 1 {
		message := fmt.Sprintf("`seats.limit` is %d, but a tenant allows at least one active user", seats.Limit)
		if v.missing("seats.limit") {
			message = "`seats` does not say its `limit`"
		}
		v.refuse("seats.limit", message, "give the number of active users that the tenant allows, or remove `seats`: without it seats are not checked")
	}
	if seats.TestTenant && !v.profile.HasAction(PushNewUsers) {
		v.refuse("seats.test_tenant", "`seats.test_tenant` asks for seat checks, which push new users, but `okta.actions` does not list `push-new-users`",
			"add `push-new-users` to `okta.actions`, or set `test_tenant: false`")
	}
}

// missing reports whether the profile was read from a file that does not state path.
func (v *validator) missing(path string) bool {
	if v.decoder == nil {
		return false
	}
	_, stated := v.decoder.keys[path]
	return !stated
}

func (v *validator) testData() {
	data := v.profile.TestData
	if problem, fix := checkDomain(data.Domain); problem != "" {
		v.refuse("test_data.domain", problem, fix)
	}
	if problem, fix := checkPrefix(data.Prefix); problem != "" {
		v.refuse("test_data.prefix", problem, fix)
	}
	for _, limit := range []struct {
		path  string
		value int
	}{{"test_data.max_users", data.MaxUsers}, {"test_data.max_members", data.MaxMembers}} {
		if limit.value < 1 {
			v.refuse(limit.path, fmt.Sprintf("%s is %d, but a run needs at least one", name(limit.path), limit.value), "give 1 or more; 1200 users and 1000 members are the defaults")
		}
	}
	if data.MaxUsers >= 1 && data.MaxMembers > data.MaxUsers {
		v.refuse("test_data.max_members",
			fmt.Sprintf("the largest group (`max_members`: %d) would need more users than a run may create (`max_users`: %d)", data.MaxMembers, data.MaxUsers),
			"lower `max_members` or raise `max_users`")
	}
}
