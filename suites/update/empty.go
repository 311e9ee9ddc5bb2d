package update

import (
	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/okta"
)

// emptied is one way in which Okta writes values that were cleared.
type emptied struct {
	name   string
	values okta.Resource // by attribute
	middle bool          // the middle name is null too
}

func (e emptied) String() string { return e.name }

func (e emptied) put(r okta.Resource) {
	for name, v := range e.values.Clone() {
		r[name] = v
	}
	if e.middle {
		r.Set(nil, "name", "middleName")
		r.Set(nil, "name", "honorificPrefix")
	}
}

// emptyChecks: pushing values that were cleared in Okta. null and [] were never recorded, and a server may read them as
// "not stated" (RFC 7643 §2.5) and keep what it has.
func emptyChecks() []kit.Check {
	const why = "Okta sends empty values when an admin clears a field. Some apps turn a missing value into the text «None» or «null»."
	const symptom = "«Automatic profile push of user … failed» as soon as a field in Okta is empty, or the app goes on showing what was deleted."
	refs := []string{kit.RefOktaEmpty, "RFC 7643 §2.5", kit.RefPut}
	return []kit.Check{
		{
			ID: "users.update.empty-text", Level: kit.Must, Evidence: kit.Documented, Why: why, Symptom: symptom, Refs: refs,
			Title: `A PUT with "" for values that were cleared is accepted, takes the old values away and leaves all others`,
			Body: func(t *kit.T) {
				clearValues(t, t.NewUser(withOptional), emptied{`""`, okta.Resource{"title": "", "nickName": ""}, false}, true)
			},
		},
		{
			ID: "users.update.empty-middle-name", Level: kit.Must, Evidence: kit.Recorded, Why: why, Refs: refs,
			Title:   "A PUT with null for a part of the name is accepted and stores no word such as None",
			Symptom: "«Jane None Doe» in the app.",
			Body: func(t *kit.T) {
				clearValues(t, t.NewUser(withOptional), emptied{"null", nil, true}, false)
			},
		},
		{
			ID: "users.update.empty-null", Level: kit.Should, Evidence: kit.Assumed, Why: why, Symptom: symptom, Refs: refs,
			Title: "A PUT with null or [] for values that were cleared is accepted, takes the old values away and leaves all others",
			Body: func(t *kit.T) {
				p := t.NewUser(withOptional)
				kit.Each(t, []emptied{
					{"[] for a list", okta.Resource{"phoneNumbers": []any{}}, false},
					{"null for texts", okta.Resource{"title": nil, "nickName": nil}, false},
				}, emptied.String, func(t *kit.T, e emptied) { clearValues(t, p, e, true) })
			},
		},
	}
}

// withOptional is a person with values that can be cleared.
func withOptional(u *okta.User) {
	kit.With("title", "Engineer")(u)
	kit.With("nickName", "Janie")(u)
	kit.With("phoneNumbers", []any{map[string]any{"type": "work", "value": "+1 415 555 0100"}})(u)
}

// clearValues pushes empty values beside a new displayName and reports when they are refused, stored as words, or change
// anything else, and with gone when the old ones are still there.
func clearValues(t *kit.T, p kit.Person, e emptied, gone bool) {
	before := t.MustReadUser(p.ID)
	display := t.Person().DisplayName
	t.Report(check.Accepted(kit.PutUser(t, p, func(r okta.Resource) { r["displayName"] = display; e.put(r) })))
	t.StopIfFailed()
	kit.DisplayNameAside(t)
	t.See("update with empty values", p.ID, p.Sent.UserName, []kit.View{kit.ViewByID}, func(r okta.Resource) []check.Problem {
		free := []string{"displayName", "name.formatted"}
		problems := check.All(check.Text(r, "displayName", display), check.NoNullText(r, "name"))
		for name := range e.values {
			free = append(free, name)
			problems = append(problems, check.NoNullText(r, name)...)
		}
		if gone {
			problems = append(problems, stillThere(before, r, e.values)...)
		}
		return append(problems, kit.LikeBefore(before, free...)(r)...)
	})
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
