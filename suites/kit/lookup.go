package kit

import (
	"bytes"
	"encoding/json"
	"net/http"
	"slices"
	"strings"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/okta"
	"github.com/oktascim/oktascim/suites/profile"
)

// UserNameWith puts local into the userName alone, as in
// "oktascim-k3f9xq-12-local@example.com"; the e-mail address stays plain.
func UserNameWith(local string) Option {
	return func(u *okta.User) {
		name, domain, _ := strings.Cut(u.UserName, "@")
		u.UserName = name + "-" + local + "@" + domain
	}
}

// NewUserIfAllowed is NewUser for a person that an app may refuse by rules of
// its own; what names the reason. The check is unsupported then.
func (t *T) NewUserIfAllowed(what string, options ...Option) Person {
	return PushIfAllowed(t, what, t.Person(options...))
}

func PushIfAllowed(t *T, what string, sent okta.User) Person {
	a := t.Okta.CreateUser(t, sent)
	if RefusesValue(a) || a.Status == http.StatusConflict {
		t.Unsupported("the app refuses %s: %d %s", what, a.Status, a.Resource.String("detail"))
	}
	t.Require(CreateUser, check.Status(a, http.StatusCreated), check.WithResource(a))
	p := Person{ID: a.Resource.ID(), Sent: sent}
	t.Know(p.ID, sent.UserName)
	AwaitUser(t, p.ID)
	return p
}

// AwaitFindable waits until the lookup finds a user, as a set-up.
func (t *T) AwaitFindable(people ...Person) {
	for _, p := range people {
		t.Await(LookUpUser, "look up a user (users.lookup.hit)", func() []check.Problem {
			_, problems := LookUp(t, p)
			return problems
		})
	}
}

// LookUp is the resource that Okta's lookup of a person finds.
func LookUp(t *T, p Person) (okta.Resource, []check.Problem) {
	return check.Finds(t.Okta.LookupUser(t, p.Sent.UserName), p.Sent.UserName, p.ID)
}

// FindUser reports whether this lookup finds the person and nobody else. asked is
// the userName as it is asked for.
func FindUser(t *T, p Person, asked string, lookup func() okta.Answer) {
	SeeHit(t, p, func() (okta.Resource, []check.Problem) { return check.Finds(lookup(), asked, p.ID) })
}

// SeeHit reports the problems of looking somebody special up, unless plain
// people are not found either, or this one has another userName in the app: the
// check is blocked then.
func SeeHit(t *T, p Person, look func() (okta.Resource, []check.Problem)) {
	problems, ok := t.Wait("look up a user", func() []check.Problem {
		_, problems := look()
		return problems
	})
	if ok {
		return
	}
	NeedStored(t, StoreUserName, p)
	t.AwaitFindable(t.NewUser())
	if !strings.EqualFold(p.Sent.UserName, p.Sent.Email) {
		t.needUserNames()
	}
	t.Report(problems)
}

// NeedStored blocks the check when a person is stored under another userName.
func NeedStored(t *T, s Setup, p Person) {
	if r := t.MustReadUser(p.ID); !strings.EqualFold(r.String("userName"), p.Sent.UserName) {
		t.Require(s, check.In("GET /Users/{id}", check.Text(r, "userName", p.Sent.UserName)...))
	}
}

// needUserNames blocks the check when an app finds users by their address and
// not by the userName: every userName that differs from it is not found then,
// whatever letters it has.
func (t *T) needUserNames() {
	if t.check.ID == NotByEmailCheck {
		return
	}
	p := t.NewUser(UserNameWith("login"))
	if problems, ok := t.Wait("look up a user by userName", func() []check.Problem { _, problems := LookUp(t, p); return problems }); !ok {
		t.Require(Setup{NotByEmailCheck, "looking up a user whose e-mail address is another"}, problems)
	}
}

// FindByName is find with the userName as it was sent.
func FindByName(t *T, p Person) {
	FindUser(t, p, p.Sent.UserName, func() okta.Answer { return t.Okta.LookupUser(t, p.Sent.UserName) })
}

// NameFilter is the filter of Okta's lookup (RFC 7644 §3.4.2.2).
func NameFilter(userName string) string {
	var value bytes.Buffer
	e := json.NewEncoder(&value)
	e.SetEscapeHTML(false)
	if err := e.Encode(userName); err != nil {
		return ""
	}
	return "userName eq " + strings.TrimSuffix(value.String(), "\n")
}

// FilterUsers asks for users by a filter, with further parameters after it.
func FilterUsers(t *T, filter string, parameters ...[2]string) okta.Answer {
	return t.Okta.Do(t, okta.Request{Method: http.MethodGet, Path: "/Users", Query: append([][2]string{{"filter", filter}}, parameters...)})
}

// NeedUserNames ends a check of userNames that differ from the e-mail address
// when the app knows users by their address.
func (t *T) NeedUserNames() {
	if t.Env().Profile.Okta.UniqueIdentifier == profile.ByEmail {
		t.Unsupported("the app profile says that users are known by their e-mail address")
	}
}

// DerivedAttributes are attributes of a user that an app may fill in by itself and late:
// groups and roles.
func DerivedAttributes(t *T) []string {
	out := []string{"groups", "roles", "entitlements", "meta"}
	if roles := t.Env().Profile.Roles; roles != nil && roles.Attribute != "" {
		out = append(out, roles.Attribute)
	}
	return out
}

// mostStrangers are looked up from each end of a tenant's list.
const mostStrangers = 3

// strangers are accounts at the ends of the tenant's list that no run of the
// tool made and that the check can use.
func (t *T) strangers(usable func(okta.Resource) bool) []okta.Resource {
	first := t.Okta.ListUsers(t, 1, ImportPage)
	listed := MustList(t, first)
	if end := lastPage(check.Total(first)); end > 1 {
		listed = append(listed, MustList(t, t.Okta.ListUsers(t, end, ImportPage))...)
	}
	seen := map[string]bool{}
	var out []okta.Resource
	for _, r := range listed {
		if id := r.ID(); id != "" && !seen[id] && !MadeByAnyRun(t, r) && usable(r) {
			seen[id] = true
			out = append(out, r)
		}
	}
	if len(out) > 2*mostStrangers {
		out = slices.Concat(out[:mostStrangers], out[len(out)-mostStrangers:])
	}
	return out
}

// FindsStrangers reports whether the lookup finds accounts of the list that
// other clients made, by their address in an app that knows people by it. They belong to somebody else, who may change them at any
// time: one that is not as listed any more says nothing. The check is
// unsupported when there is none.
func FindsStrangers(t *T, usable func(okta.Resource) bool) {
	all := t.strangers(func(r okta.Resource) bool { return usable(r) && (!KnownByEmail(t) || primaryEmail(r) != "") })
	if len(all) == 0 {
		t.Unsupported("the list shows no account that other clients made")
	}
	for _, r := range all {
		asked := r.String("userName")
		if KnownByEmail(t) {
			asked = primaryEmail(r)
		}
		problems, _ := t.Wait("look up a listed account", func() []check.Problem {
			a := t.Okta.LookupUser(t, asked)
			if ResourceIn(a, r.ID()) != nil {
				return nil
			}
			_, problems := check.Finds(a, asked, r.ID())
			return problems
		})
		if len(problems) > 0 && t.isStill(r) {
			t.Report(problems)
			return
		}
	}
}

// primaryEmail is the address by which an app may know a user.
func primaryEmail(r okta.Resource) string {
	for _, e := range check.Elements(r, "emails") {
		if value, _ := e["value"].(string); e["primary"] == true {
			return value
		}
	}
	return ""
}

// isStill tells whether an account can be read and has the userName and the
// state with which it was listed.
func (t *T) isStill(listed okta.Resource) bool {
	a := t.Okta.ReadUser(t, listed.ID())
	return a.Status == http.StatusOK && a.Resource.String("userName") == listed.String("userName") &&
		a.Resource["active"] == listed["active"]
}
