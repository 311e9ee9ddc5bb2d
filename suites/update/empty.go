package update

import (
	"github.com/oktascim/oktascim/reports/result"
	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/okta"
)

// emptied is one way in which Okta writes a value that was cleared.
type emptied struct {
	id, name string
	values   okta.Resource
	// cleared is the level: null and [] were never recorded, and a server may read
	// them as "not stated" (RFC 7643 §2.5) and keep what it has.
	cleared kit.Level
	ground  result.Evidence
}

func emptiedValues() []emptied {
	return []emptied{
		{"text", `""`, okta.Resource{"title": "", "nickName": ""}, kit.Must, kit.Documented},
		{"null", "null", okta.Resource{"title": nil, "nickName": nil, "phoneNumbers": nil}, kit.Should, kit.Assumed},
		{"list", "[]", okta.Resource{"phoneNumbers": []any{}}, kit.Should, kit.Assumed},
	}
}

// withOptional is a person with values that can be cleared.
func withOptional(u *okta.User) {
	kit.With("title", "Engineer")(u)
	kit.With("nickName", "Janie")(u)
	kit.With("phoneNumbers", []any{map[string]any{"type": "work", "value": "+1 415 555 0100"}})(u)
}

// emptyChecks: pushing a value that was cleared in Okta.
func emptyChecks() []kit.Check {
	var out []kit.Check
	for _, e := range emptiedValues() {
		clearIn := func(r okta.Resource) {
			for name, v := range e.values.Clone() {
				r[name] = v
			}
		}
		out = append(out,
			kit.Check{
				ID: "users.update.empty-" + e.id, Level: e.cleared, Evidence: e.ground,
				Title:   "A PUT with " + e.name + " for values that were cleared is accepted",
				Why:     "Okta sends empty values when an admin clears a field of the profile.",
				Symptom: "«Automatic profile push of user … failed» as soon as a field in Okta is empty.",
				Refs:    []string{kit.RefOktaEmpty, "RFC 7643 §2.5", kit.RefPut},
				Body: func(t *kit.T) {
					t.Report(check.Accepted(kit.PutUser(t, t.NewUser(withOptional), clearIn)))
				},
			},
			kit.Check{
				ID: "users.update.empty-" + e.id + "-clears", Level: e.cleared, Evidence: e.ground,
				Title:   "A PUT with " + e.name + " takes the old value away",
				Symptom: "The app goes on showing data that was deleted in Okta.",
				Refs:    []string{kit.RefOktaEmpty, "RFC 7643 §2.5", kit.RefPut},
				Body: func(t *kit.T) {
					p := t.NewUser(withOptional)
					before := t.MustReadUser(p.ID)
					needAny(t, before, e.values)
					kit.Redisplay(t, p, clearIn)
					t.See("update with empty values", p.ID, p.Sent.UserName, []kit.View{kit.ViewByID}, func(r okta.Resource) []check.Problem {
						return stillThere(before, r, e.values)
					})
				},
			},
			kit.Check{
				ID: "users.update.empty-" + e.id + "-keeps", Level: e.cleared, Evidence: e.ground,
				Title:   "A PUT with " + e.name + " for one value leaves all others, and stores no word such as None",
				Why:     "Some apps turn a missing value into the text «None» or «null».",
				Symptom: "«None» or «null» in people's profiles, or a whole profile that is emptied.",
				Refs:    []string{kit.RefOktaEmpty, "RFC 7643 §2.5"},
				Body: func(t *kit.T) {
					p := t.NewUser(withOptional)
					before := t.MustReadUser(p.ID)
					kit.Redisplay(t, p, clearIn)
					t.See("update with empty values", p.ID, p.Sent.UserName, []kit.View{kit.ViewByID}, func(r okta.Resource) []check.Problem {
						free := []string{"displayName", "name.formatted"}
						var words []check.Problem
						for name := range e.values {
							free = append(free, name)
							words = append(words, check.NoNullText(r, name)...)
						}
						return check.All(words, kit.LikeBefore(before, free...)(r))
					})
				},
			})
	}
	return append(out, kit.Check{
		ID: "users.update.empty-middle-name", Level: kit.Must, Evidence: kit.Recorded,
		Title:   "A PUT with null for a part of the name is accepted and stores no word such as None",
		Symptom: "«Jane None Doe» in the app.",
		Refs:    []string{kit.RefOktaEmpty, "RFC 7643 §2.5"},
		Body: func(t *kit.T) {
			p := t.NewUser()
			display := t.Person().DisplayName
			t.Report(check.Accepted(kit.PutUser(t, p, func(r okta.Resource) {
				r["displayName"] = display
				r.Set(nil, "name", "middleName")
				r.Set(nil, "name", "honorificPrefix")
			})))
			t.StopIfFailed()
			t.See("update with an empty middle name", p.ID, p.Sent.UserName, []kit.View{kit.ViewByID}, func(r okta.Resource) []check.Problem {
				return check.All(check.Text(r, "displayName", display), check.NoNullText(r, "name"))
			})
		},
	})
}

// needAny ends a check when the app shows none of the attributes.
func needAny(t *kit.T, r okta.Resource, attributes okta.Resource) {
	for name := range attributes {
		if check.Has(r, name) {
			return
		}
	}
	t.Unsupported("the app shows none of the optional attributes after a create")
}

// stillThere has a problem for each attribute that shows its old value.
func stillThere(before, after, cleared okta.Resource) []check.Problem {
	var out []check.Problem
	for name := range cleared {
		if text, ok := before[name].(string); ok {
			out = append(out, check.Gone(after, name, text)...)
		}
		for _, old := range check.Values(before, name) {
			out = append(out, check.NoValue(after, name, old)...)
		}
	}
	return out
}
