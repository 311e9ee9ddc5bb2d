package robustness

import (
	"net/http"
	"slices"
	"strings"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/okta"
)

const refUnicode = "RFC 7643 §2.3.1: text is any sequence of Unicode characters; RFC 7644 §3.8: UTF-8"

// writing is a kind of text that a careless reader or database garbles.
type writing struct {
	what                   string
	given, family, display string
}

func (w writing) title() string { return w.what }

// writings are those that every app must keep letter by letter.
func writings() []writing {
	return []writing{
		{"letters beyond ASCII", "Zoë Łódź", "Ωμέγα Юлия שלום محمد", "王小龍 さくら 한글 – “Nº1” €"},
		{"emoji, joined ones too", "Zoë 🚀", "Launch", "Zoë 🚀 Launch 👩‍💻"},
		{"signs that mean something elsewhere", "D'Arcy", "R&D <b>100%25</b>", `"C:\temp" 50% + {a} ${b} &amp; -- ;`},
	}
}

// combining may be normalized by a server; byte for byte is better.
func combining() []writing {
	return []writing{{"combining marks, decomposed", "Zoe\u0308", "Nguye\u0302\u0303n", "Zoe\u0308 Nguye\u0302\u0303n"}}
}

// textChecks: names arrive letter by letter.
func textChecks() []kit.Check {
	const symptom = "Broken names all over the app: Ã« for ë, &#39; for an apostrophe, question marks or empty boxes."
	refs := []string{refUnicode, kit.RefPut, "https://github.com/GluuFederation/oxTrust/issues/372"}
	updates, groups := []kit.Need{kit.NeedUpdates}, []kit.Need{kit.NeedGroups}
	return []kit.Check{
		{
			ID: "robustness.text.update", Level: kit.Must, Evidence: kit.Recorded, Needs: updates,
			Title:   "A profile update to names with letters, emoji and signs is stored and shown letter by letter",
			Symptom: symptom, Refs: refs,
			Body: func(t *kit.T) {
				p := t.NewUser()
				kit.RenameUser(t, p)
				kit.DisplayNameAside(t)
				kit.Each(t, writings(), writing.title, func(t *kit.T, w writing) { renamed(t, p, w) })
			},
		},
		{
			ID: "robustness.text.create", Level: kit.Must, Evidence: kit.Recorded, Depth: kit.Full,
			Needs:   []kit.Need{kit.NeedPushUsers},
			Title:   "Names of new users with letters, emoji and signs are stored and shown letter by letter",
			Symptom: symptom, Refs: refs,
			Body: func(t *kit.T) {
				kit.DisplayNameAside(t)
				kit.Each(t, writings(), writing.title, named)
			},
		},
		{
			ID: "robustness.text.combining", Level: kit.Should, Evidence: kit.RFC, Depth: kit.Full, Needs: updates,
			Title:   "Names with combining marks are stored and shown as they were sent",
			Symptom: symptom, Refs: refs,
			Body: func(t *kit.T) {
				kit.DisplayNameAside(t)
				for _, w := range combining() {
					named(t, w)
					renamed(t, t.NewUser(), w)
				}
			},
		},
		{
			ID: "robustness.text.group", Level: kit.Must, Evidence: kit.Recorded, Depth: kit.Full, Needs: groups,
			Title:   "Group names with letters and emoji are stored letter by letter, and the lookup finds them",
			Symptom: "The group has a broken name, or is created again with each push.",
			Refs:    []string{refUnicode, "RFC 7644 §3.4.2.2"},
			Body:    func(t *kit.T) { kit.Each(t, writings()[:2], writing.title, groupNamed) },
		},
		{
			ID: "robustness.text.group-signs", Level: kit.Should, Evidence: kit.Assumed, Depth: kit.Full, Needs: groups,
			Title:   "Group names with signs and combining marks are stored letter by letter, and the lookup finds them",
			Symptom: "The group has a broken name, or is created again with each push.",
			Refs:    []string{refUnicode, "RFC 7644 §3.4.2.2"},
			Body: func(t *kit.T) {
				kit.Each(t, slices.Concat(writings()[2:], combining()), writing.title, groupNamed)
			},
		},
		{
			ID: "robustness.text.update-long", Level: kit.Must, Evidence: kit.Recorded, Needs: []kit.Need{kit.NeedUpdates},
			Title:   "A profile update to a display name of 400 letters is stored whole, or refused with 4xx",
			Symptom: "«Internal Server Error» in the push task, or names that are cut off.",
			Refs:    []string{"RFC 7644 §3.12 invalidValue", "https://github.com/TracecatHQ/tracecat/issues/3530"},
			Body: func(t *kit.T) {
				p := t.NewUser()
				kit.Redisplay(t, p)
				long := strings.Repeat("Long name ", 39) + "to the end"
				acceptedOrRefused(t, kit.PutUser(t, p, func(r okta.Resource) { r["displayName"] = long }), "long names")
				t.See("update to a long name", p.ID, p.Sent.UserName, []kit.View{kit.ViewByID}, kit.HasDisplayName(long))
			},
		},
		{
			ID: "robustness.text.update-unknown", Level: kit.Must, Evidence: kit.Recorded,
			Needs:   []kit.Need{kit.NeedUpdates},
			Title:   "A profile update with attributes that the app does not know ends in no server error",
			Why:     "An admin may map any attribute of Okta to one of the app.",
			Symptom: "«Internal Server Error» in the push task after a mapping was added.",
			Refs:    []string{kit.RefPut, "RFC 7643 §3.3"},
			Body: func(t *kit.T) {
				const extension = "urn:example:params:scim:schemas:extension:oktascim:2.0:User"
				p := t.NewUser()
				t.Report(check.NoCrash(kit.PutUser(t, p, func(r okta.Resource) {
					r["favouriteColour"] = "blue"
					r[extension] = map[string]any{"badge": "4711"}
					if schemas, ok := r["schemas"].([]any); ok {
						r["schemas"] = append(schemas, extension)
					}
				})))
				t.See("update with unknown attributes", p.ID, p.Sent.UserName, []kit.View{kit.ViewByID}, check.UserShape)
			},
		},
	}
}

// named pushes a person with such names.
func named(t *kit.T, w writing) {
	sent := t.Person(kit.Named(w.given, w.family, w.display))
	p := createdOrRefused(t, sent)
	t.See("create user", p.ID, sent.UserName, []kit.View{kit.ViewByID, kit.ViewLookup}, w.shown)
}

// renamed updates a person to such names.
func renamed(t *kit.T, p kit.Person, w writing) {
	a := kit.PutUser(t, p, func(r okta.Resource) {
		r.Set(w.given, "name", "givenName")
		r.Set(w.family, "name", "familyName")
		r["displayName"] = w.display
	})
	acceptedOrRefused(t, a, "these names")
	t.See("update names", p.ID, p.Sent.UserName, []kit.View{kit.ViewByID, kit.ViewList}, w.shown)
}

// groupNamed pushes a group with such a name.
func groupNamed(t *kit.T, w writing) {
	name := t.GroupName() + " " + w.display
	a := t.Okta.CreateGroup(t, name, nil)
	if len(check.Refused(a)) == 0 {
		t.Unsupported("the app refuses this group name: %d", a.Status)
	}
	t.Report(check.Status(a, http.StatusCreated), check.WithResource(a))
	t.StopIfFailed()
	t.Know(a.Resource.ID(), name)
	t.SeeGroup("create group", a.Resource.ID(), name, []kit.View{kit.ViewByID, kit.ViewLookup}, kit.HasDisplayName(name))
}

// shown wants the names letter by letter.
func (w writing) shown(r okta.Resource) []check.Problem {
	return check.All(check.Text(r, "name.givenName", w.given), check.Text(r, "name.familyName", w.family), check.Text(r, "displayName", w.display))
}

// createdOrRefused pushes a person. The check is unsupported when the app
// refuses the values by a rule of its own.
func createdOrRefused(t *kit.T, sent okta.User) kit.Person {
	a := t.Okta.CreateUser(t, sent)
	t.AwaitReadable(a)
	if len(check.Refused(a)) == 0 {
		t.Unsupported("the app refuses these names: %d %s", a.Status, a.Resource.String("detail"))
	}
	t.Report(check.Status(a, http.StatusCreated), check.WithResource(a))
	t.StopIfFailed()
	t.Know(a.Resource.ID(), sent.UserName)
	return kit.Person{ID: a.Resource.ID(), Sent: sent}
}

// acceptedOrRefused reports an answer that is neither success nor a refusal;
// the check is unsupported after a refusal.
func acceptedOrRefused(t *kit.T, a okta.Answer, what string) {
	if len(check.Refused(a)) == 0 {
		t.Unsupported("the app refuses %s: %d %s", what, a.Status, a.Resource.String("detail"))
	}
	t.Report(check.Accepted(a))
	t.StopIfFailed()
}
