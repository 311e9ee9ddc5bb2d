package suites

import (
	"net/http"
	"strings"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/okta"
)

const refUnicode = "RFC 7643 §2.3.1: text is any sequence of Unicode characters; RFC 7644 §3.8: UTF-8"

// writing is a kind of text that a careless reader or database garbles.
type writing struct {
	id, what               string
	given, family, display string
	level                  Level
}

func writings() []writing {
	return []writing{
		{"letters", "letters beyond ASCII", "Zoë Łódź", "Ωμέγα Юлия שלום محمد", "王小龍 さくら 한글 – “Nº1” €", Must},
		{"emoji", "emoji, joined ones too", "Zoë 🚀", "Launch", "Zoë 🚀 Launch 👩‍💻", Must},
		// A server may normalise text; byte for byte is better.
		{"combining", "combining marks, decomposed", "Zoë", "Nguyễn", "Zoë Nguyễn", Should},
		{"signs", "signs that mean something elsewhere", "D'Arcy", "R&D <b>100%25</b>", `"C:\temp" 50% + {a} ${b} &amp; -- ;`, Must},
	}
}

// unicodeChecks: people's names arrive letter by letter.
func unicodeChecks() []Check {
	var out []Check
	for _, w := range writings() {
		out = append(out, Check{
			ID: "robustness.text." + w.id, Level: w.level,
			Title:   "Names with " + w.what + " are stored and shown letter by letter",
			Symptom: "Broken names all over the app: Ã« for ë, &#39; for an apostrophe, question marks or empty boxes.",
			Refs:    []string{refUnicode, "https://github.com/GluuFederation/oxTrust/issues/372"},
			Body: func(t *T) {
				sent := t.Person(Named(w.given, w.family, w.display))
				p := t.createdOrRefused(sent)
				t.displayNameAside()
				t.See("create user", p.ID, sent.UserName, []View{ViewByID, ViewLookup}, w.shown)
			},
		}, Check{
			ID: "robustness.text.update-" + w.id, Level: w.level, Needs: []Need{NeedUpdates},
			Title:   "A profile update to names with " + w.what + " is stored and shown letter by letter",
			Symptom: "Names break with the first change of a profile.",
			Refs:    []string{refUnicode, refPut},
			Body: func(t *T) {
				p := t.NewUser()
				t.rename(p)
				t.redisplay(p)
				a := t.put(p, func(r okta.Resource) {
					r.Set(w.given, "name", "givenName")
					r.Set(w.family, "name", "familyName")
					r["displayName"] = w.display
				})
				t.acceptedOrRefused(a, "these names")
				t.displayNameAside()
				t.See("update names", p.ID, p.Sent.UserName, []View{ViewByID, ViewList}, w.shown)
			},
		})
	}
	return append(out, oddUpdateChecks()...)
}

// oddUpdateChecks: values that a profile update may bring and a form would not.
func oddUpdateChecks() []Check {
	return []Check{
		{
			ID: "robustness.text.update-long", Level: Must, Needs: []Need{NeedUpdates},
			Title:   "A profile update to a display name of 400 letters is stored whole, or refused with 4xx",
			Symptom: "«Internal Server Error» in the push task, or names that are cut off.",
			Refs:    []string{"RFC 7644 §3.12 invalidValue", "https://github.com/TracecatHQ/tracecat/issues/3530"},
			Body: func(t *T) {
				p := t.NewUser()
				t.redisplay(p)
				long := strings.Repeat("Long name ", 39) + "to the end"
				t.acceptedOrRefused(t.put(p, func(r okta.Resource) { r["displayName"] = long }), "long names")
				t.See("update to a long name", p.ID, p.Sent.UserName, []View{ViewByID}, called(long))
			},
		},
		{
			ID: "robustness.text.update-unknown", Level: Must, Needs: []Need{NeedUpdates},
			Title:   "A profile update with attributes that the app does not know ends in no server error",
			Why:     "An admin may map any attribute of Okta to one of the app.",
			Symptom: "«Internal Server Error» in the push task after a mapping was added.",
			Refs:    []string{refPut, "RFC 7643 §3.3"},
			Body: func(t *T) {
				const extension = "urn:example:params:scim:schemas:extension:oktascim:2.0:User"
				p := t.NewUser()
				t.Report(check.NoCrash(t.put(p, func(r okta.Resource) {
					r["favouriteColour"] = "blue"
					r[extension] = map[string]any{"badge": "4711"}
					if schemas, ok := r["schemas"].([]any); ok {
						r["schemas"] = append(schemas, extension)
					}
				})))
				t.See("update with unknown attributes", p.ID, p.Sent.UserName, []View{ViewByID}, check.UserShape)
			},
		},
	}
}

// shown wants the names letter by letter.
func (w writing) shown(r okta.Resource) []check.Problem {
	return check.All(check.Text(r, "name.givenName", w.given), check.Text(r, "name.familyName", w.family), check.Text(r, "displayName", w.display))
}

// unicodeGroupChecks: names of groups too.
func unicodeGroupChecks() []Check {
	var out []Check
	for _, w := range writings() {
		out = append(out, Check{
			ID: "robustness.text.group-" + w.id, Level: w.level,
			Title:   "A group name with " + w.what + " is stored letter by letter, and the lookup finds it",
			Symptom: "The group has a broken name, or is created again with each push.",
			Refs:    []string{refUnicode, "RFC 7644 §3.4.2.2"},
			Body: func(t *T) {
				name := t.GroupName() + " " + w.display
				a := t.Okta.CreateGroup(t, name, nil)
				if len(check.Refused(a)) == 0 {
					t.Unsupported("the app refuses this group name: %d", a.Status)
				}
				t.Report(check.Status(a, http.StatusCreated), check.WithResource(a))
				t.StopIfFailed()
				t.Know(a.Resource.ID(), name)
				t.SeeGroup("create group", a.Resource.ID(), name, []View{ViewByID, ViewLookup}, called(name))
			},
		})
	}
	return out
}

// createdOrRefused pushes a person. The check is unsupported when the app
// refuses the values by a rule of its own.
func (t *T) createdOrRefused(sent okta.User) Person {
	a := t.Okta.CreateUser(t, sent)
	t.settle(a)
	if len(check.Refused(a)) == 0 {
		t.Unsupported("the app refuses these names: %d %s", a.Status, a.Resource.String("detail"))
	}
	t.Report(check.Status(a, http.StatusCreated), check.WithResource(a))
	t.StopIfFailed()
	t.Know(a.Resource.ID(), sent.UserName)
	return Person{ID: a.Resource.ID(), Sent: sent}
}

// acceptedOrRefused reports an answer that is neither success nor a refusal;
// the check is unsupported after a refusal.
func (t *T) acceptedOrRefused(a okta.Answer, what string) {
	if len(check.Refused(a)) == 0 {
		t.Unsupported("the app refuses %s: %d %s", what, a.Status, a.Resource.String("detail"))
	}
	t.Report(check.Accepted(a))
	t.StopIfFailed()
}
