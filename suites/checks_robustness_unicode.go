package suites

import (
	"net/http"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/okta"
)

const refUnicode = "RFC 7643 §2.3.1: text is any sequence of Unicode characters; RFC 7644 §3.8: UTF-8"

// script is a text that a careless reader or database garbles.
type script struct {
	id, what, text string
	level          Level
}

func scripts() []script {
	return []script{
		{"latin", "Latin letters with marks", "Zoë Müller-Ñandú Łódź", Must},
		{"cyrillic", "Greek and Cyrillic letters", "Ωμέγα Юлия", Must},
		{"cjk", "Chinese, Japanese and Korean letters", "王小龍 さくら 한글", Must},
		{"right-to-left", "Arabic and Hebrew letters", "محمد שלום", Must},
		{"emoji", "emoji, joined ones too", "Zoë 🚀 👩‍💻", Must},
		{"punctuation", "typographic marks", "“D’Arcy” – №1 € ½", Must},
		// A server may normalise text; byte for byte is better.
		{"combining", "combining marks, decomposed", "Zoe\u0308 Nguye\u0302\u0303n", Should},
	}
}

// unicodeChecks: people's names arrive letter by letter.
func unicodeChecks() []Check {
	var out []Check
	for _, s := range scripts() {
		out = append(out, Check{
			ID: "robustness.unicode." + s.id, Level: s.level,
			Title:   "Names with " + s.what + " are stored and shown letter by letter",
			Symptom: "Broken names all over the app: Ã« for ë, question marks or empty boxes.",
			Refs:    []string{refUnicode, "https://github.com/GluuFederation/oxTrust/issues/372"},
			Body: func(t *T) {
				sent := t.Person(Named(s.text, s.text+" "+s.text, s.text+" (display)"))
				p := t.createdOrRefused(sent)
				t.See("create user", p.ID, sent.UserName, []View{ViewByID, ViewLookup}, func(r okta.Resource) []check.Problem {
					return check.Sent(r, sent.Resource(), "name.givenName", "name.familyName", "displayName")
				})
			},
		}, Check{
			ID: "robustness.unicode.update-" + s.id, Level: s.level, Needs: []Need{NeedUpdates},
			Title:   "A profile update to names with " + s.what + " is stored and shown letter by letter",
			Symptom: "Names break with the first change of a profile.",
			Refs:    []string{refUnicode, refPut},
			Body: func(t *T) {
				p := t.NewUser()
				a := t.put(p, func(r okta.Resource) {
					r.Set(s.text, "name", "givenName")
					r["displayName"] = s.text + " (display)"
				})
				t.acceptedOrRefused(a, "these names")
				wanted := func(r okta.Resource) []check.Problem {
					return check.All(check.Text(r, "name.givenName", s.text), check.Text(r, "displayName", s.text+" (display)"))
				}
				t.ReportAt(a.Op()+" answer", wanted(a.Resource))
				t.See("update names", p.ID, p.Sent.UserName, []View{ViewByID, ViewList}, wanted)
			},
		})
	}
	return out
}

// unicodeGroupChecks: names of groups too.
func unicodeGroupChecks() []Check {
	var out []Check
	for _, s := range scripts() {
		out = append(out, Check{
			ID: "robustness.unicode.group-" + s.id, Level: s.level,
			Title:   "A group name with " + s.what + " is stored letter by letter, and the lookup finds it",
			Symptom: "The group has a broken name, or is created again with each push.",
			Refs:    []string{refUnicode, "RFC 7644 §3.4.2.2"},
			Body: func(t *T) {
				name := t.GroupName() + " " + s.text
				a := t.Okta.CreateGroup(t, name, nil)
				if len(check.Refused(a)) == 0 {
					t.Unsupported("the app refuses this group name: %d", a.Status)
				}
				t.Report(check.Status(a, http.StatusCreated), check.WithResource(a))
				t.StopIfFailed()
				t.Know(a.Resource.ID(), name)
				t.ReportAt(a.Op()+" answer", check.Text(a.Resource, "displayName", name))
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
