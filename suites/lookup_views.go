package suites

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strings"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/okta"
	"github.com/oktascim/oktascim/suites/profile"
)

// userNameWith puts local into the userName alone, as in
// "oktascim-k3f9xq-12-local@example.com"; the e-mail address stays plain.
func userNameWith(local string) Option {
	return func(u *okta.User) {
		name, domain, _ := strings.Cut(u.UserName, "@")
		u.UserName = name + "-" + local + "@" + domain
	}
}

// NewUserIfAllowed is NewUser for a person that an app may refuse by rules of
// its own; what names the reason. The check is unsupported then.
func (t *T) NewUserIfAllowed(what string, options ...Option) Person {
	return t.pushIfAllowed(what, t.Person(options...))
}

func (t *T) pushIfAllowed(what string, sent okta.User) Person {
	a := t.Okta.CreateUser(t, sent)
	if refusesValue(a) || a.Status == http.StatusConflict {
		t.Unsupported("the app refuses %s: %d %s", what, a.Status, a.Resource.String("detail"))
	}
	t.Require(CreateUser, check.Status(a, http.StatusCreated), check.WithResource(a))
	p := Person{ID: a.Resource.ID(), Sent: sent}
	t.Know(p.ID, sent.UserName)
	t.awaitUser(p.ID)
	return p
}

// findable waits until the lookup finds a user, as a set-up.
func (t *T) findable(people ...Person) {
	for _, p := range people {
		t.Await(LookUpUser, "look up a user (users.lookup.hit)", func() []check.Problem {
			_, problems := t.hit(p)
			return problems
		})
	}
}

// hit is the resource that Okta's lookup of a person finds.
func (t *T) hit(p Person) (okta.Resource, []check.Problem) {
	return check.Finds(t.Okta.LookupUser(t, p.Sent.UserName), p.Sent.UserName, p.ID)
}

// find reports whether this lookup finds the person and nobody else. asked is
// the userName as it is asked for.
func (t *T) find(p Person, asked string, lookup func() okta.Answer) {
	t.seeHit(p, func() (okta.Resource, []check.Problem) { return check.Finds(lookup(), asked, p.ID) })
}

// seeHit reports the problems of looking somebody special up, unless plain
// people are not found either, or this one has another userName in the app: the
// check is blocked then.
func (t *T) seeHit(p Person, look func() (okta.Resource, []check.Problem)) {
	problems, ok := t.wait("look up a user", func() []check.Problem {
		_, problems := look()
		return problems
	})
	if ok {
		return
	}
	t.needStored(StoreUserName, p)
	t.findable(t.NewUser())
	if !strings.EqualFold(p.Sent.UserName, p.Sent.Email) {
		t.needUserNames()
	}
	t.Report(problems)
}

// needStored blocks the check when a person is stored under another userName.
func (t *T) needStored(s Setup, p Person) {
	if r := t.mustReadUser(p.ID); !strings.EqualFold(r.String("userName"), p.Sent.UserName) {
		t.Require(s, check.In("GET /Users/{id}", check.Text(r, "userName", p.Sent.UserName)...))
	}
}

// needUserNames blocks the check when an app finds users by their address and
// not by the userName: every userName that differs from it is not found then,
// whatever letters it has.
func (t *T) needUserNames() {
	if t.check.ID == notByEmailCheck {
		return
	}
	p := t.NewUser(userNameWith("login"))
	if problems, ok := t.wait("look up a user by userName", func() []check.Problem { _, problems := t.hit(p); return problems }); !ok {
		t.Require(Setup{notByEmailCheck, "looking up a user whose e-mail address is another"}, problems)
	}
}

// findByName is find with the userName as it was sent.
func (t *T) findByName(p Person) {
	t.find(p, p.Sent.UserName, func() okta.Answer { return t.Okta.LookupUser(t, p.Sent.UserName) })
}

// nobody reports whether the lookup of each of these values finds nobody.
func (t *T) nobody(values ...string) {
	for _, v := range values {
		t.Report(check.FindsNone(t.Okta.LookupUser(t, v), v))
	}
}

// nobodyOrRefused is nobody where the app may also refuse the filter.
func (t *T) nobodyOrRefused(values ...string) {
	for _, v := range values {
		a := t.Okta.LookupUser(t, v)
		if a.Status != http.StatusNotFound && len(check.Refused(a)) == 0 {
			continue
		}
		t.Report(check.FindsNone(a, v))
	}
}

// nameFilter is the filter of Okta's lookup (RFC 7644 §3.4.2.2).
func nameFilter(userName string) string {
	var value bytes.Buffer
	e := json.NewEncoder(&value)
	e.SetEscapeHTML(false)
	if err := e.Encode(userName); err != nil {
		return ""
	}
	return "userName eq " + strings.TrimSuffix(value.String(), "\n")
}

// filterUsers asks for users by a filter, with further parameters after it.
func (t *T) filterUsers(filter string, parameters ...[2]string) okta.Answer {
	return t.Okta.Do(t, okta.Request{Method: http.MethodGet, Path: "/Users", Query: append([][2]string{{"filter", filter}}, parameters...)})
}

// NeedUserNames ends a check of userNames that differ from the e-mail address
// when the app knows users by their address.
func (t *T) NeedUserNames() {
	if t.Env().Profile.Okta.UniqueIdentifier == profile.ByEmail {
		t.Unsupported("the app profile says that users are known by their e-mail address")
	}
}

// derived are attributes of a user that an app may fill in by itself and late:
// groups and roles.
func (t *T) derived() []string {
	out := []string{"groups", "roles", "entitlements", "meta"}
	if roles := t.Env().Profile.Roles; roles != nil && roles.Attribute != "" {
		out = append(out, roles.Attribute)
	}
	return out
}
