package robustness

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"unicode/utf16"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/okta"
)

const refJSON = "RFC 8259 §2, §4, §7: blanks, order of members, escapes"

// notation is a way to write the same JSON.
type notation struct {
	id, what string
	letter   string // one that this notation writes in its own way
	write    func(okta.Resource) []byte
}

func notations() []notation {
	return []notation{
		{"escapes", "with escapes such as \\u00eb for letters", "ë", func(r okta.Resource) []byte { return escaped(encoded(r)) }},
		{"blanks", "with blanks, tabs and line ends", "e", func(r okta.Resource) []byte { return spaced(encoded(r)) }},
		{"order", "with its members in another order", "e", backwards},
	}
}

// jsonChecks: messages that are legal JSON, though not as most clients write it.
func jsonChecks() []kit.Check {
	var out []kit.Check
	for _, n := range notations() {
		out = append(out, kit.Check{
			ID: "robustness.json." + n.id, Level: kit.Should, Evidence: kit.Assumed,
			Title:   "A create " + n.what + " is read like any other",
			Symptom: "Pushes fail, or names arrive with codes in them, after a change on Okta's side that nobody announces.",
			Refs:    []string{refJSON, "RFC 7644 §3.8"},
			Body: func(t *kit.T) {
				sent := t.Person(kit.Named("Zo"+n.letter, "Doe", "Zo"+n.letter+" Doe"))
				a := t.Raw(http.MethodPost, "/Users", n.write(sent.Resource()))
				t.Report(check.Status(a, http.StatusCreated), check.WithResource(a))
				t.StopIfFailed()
				kit.DisplayNameAside(t)
				t.See("create user", a.Resource.ID(), sent.UserName, []kit.View{kit.ViewByID}, func(r okta.Resource) []check.Problem {
					return check.All(check.Sent(r, sent.Resource(), "userName", "name.givenName", "name.familyName", "displayName"), check.HasEmail(r, sent.Email))
				})
			},
		}, kit.Check{
			ID: "robustness.json.put-" + n.id, Level: kit.Should, Evidence: kit.Assumed, Needs: []kit.Need{kit.NeedUpdates},
			Title:   "A PUT " + n.what + " is read like any other",
			Symptom: "Profile pushes fail, or names arrive with codes in them.",
			Refs:    []string{refJSON, kit.RefPut},
			Body: func(t *kit.T) {
				p := t.NewUser()
				kit.Redisplay(t, p)
				body := t.MustReadUser(p.ID)
				body["displayName"] = "Zo" + n.letter + " " + t.Person().DisplayName
				t.Report(check.Accepted(t.Raw(http.MethodPut, kit.UserPath(p.ID), n.write(body))))
				t.StopIfFailed()
				t.See("update", p.ID, p.Sent.UserName, []kit.View{kit.ViewByID}, kit.HasDisplayName(body.String("displayName")))
			},
		}, kit.Check{
			ID: "robustness.json.patch-" + n.id, Level: kit.Should, Evidence: kit.Assumed,
			Needs: []kit.Need{kit.NeedDeactivate}, Only: []okta.Dialect{okta.OIN},
			Title:   "A PATCH " + n.what + " is read like any other",
			Symptom: "None: the deactivation is answered with success and has no effect, or it fails.",
			Refs:    []string{refJSON, kit.RefPatch},
			Body: func(t *kit.T) {
				p := kit.Reactivated(t)
				body := okta.Resource(kit.PatchBody([]any{map[string]any{"op": "replace", "value": map[string]any{"active": false}}}))
				t.Report(check.Accepted(t.Raw(http.MethodPatch, kit.UserPath(p.ID), n.write(body))))
				t.StopIfFailed()
				t.See("deactivate", p.ID, p.Sent.UserName, []kit.View{kit.ViewByID}, check.Inactive)
			},
		})
	}
	out = append(out, kit.Check{
		ID: "robustness.json.surrogates", Level: kit.Should, Evidence: kit.Assumed, Needs: []kit.Need{kit.NeedUpdates},
		Title:   "An emoji that is written as two escapes is read as one letter",
		Symptom: "Names arrive with question marks or boxes.",
		Refs:    []string{"RFC 8259 §7: characters beyond U+FFFF are written as a surrogate pair", refUnicode},
		Body: func(t *kit.T) {
			sent := t.Person()
			sent.DisplayName = "🚀 " + sent.DisplayName
			p := createdOrRefused(t, sent)
			t.Await(kit.ReadUser, "create user", func() []check.Problem { return t.Holds(p.ID, kit.HasDisplayName(sent.DisplayName)) })
			kit.Redisplay(t, p)
			body := t.MustReadUser(p.ID)
			body["displayName"] = "👩 " + t.Person().DisplayName
			t.Report(check.Accepted(t.Raw(http.MethodPut, kit.UserPath(p.ID), escaped(encoded(body)))))
			t.StopIfFailed()
			t.See("update", p.ID, p.Sent.UserName, []kit.View{kit.ViewByID}, kit.HasDisplayName(body.String("displayName")))
		},
	})
	return append(out, nameCaseChecks()...)
}

// nameCaseChecks: names of attributes are case-insensitive.
func nameCaseChecks() []kit.Check {
	const ref = "RFC 7643 §2.1: attribute names are case-insensitive"
	return []kit.Check{
		{
			ID: "robustness.json.name-case", Level: kit.Should, Evidence: kit.RFC,
			Title:   "Attribute names in other case in a PUT are understood",
			Symptom: "None: a change is reported as pushed and is not in the app.",
			Refs:    []string{ref, kit.RefPut},
			Body: func(t *kit.T) {
				p := t.NewUser()
				kit.Redisplay(t, p)
				display := t.Person().DisplayName
				t.Report(check.Accepted(kit.PutUser(t, p, func(r okta.Resource) {
					r["DisplayName"], r["USERNAME"] = display, r["userName"]
					delete(r, "displayName")
					delete(r, "userName")
				})))
				t.StopIfFailed()
				t.See("update in other case", p.ID, p.Sent.UserName, []kit.View{kit.ViewByID}, kit.HasDisplayName(display))
			},
		},
		{
			ID: "robustness.json.name-case-patch", Level: kit.Should, Evidence: kit.RFC,
			Needs: []kit.Need{kit.NeedDeactivate}, Only: []okta.Dialect{okta.OIN},
			Title:   "Attribute names in other case in a PATCH are understood",
			Symptom: "None: the person keeps the access.",
			Refs:    []string{ref, kit.RefPatch},
			Body: func(t *kit.T) {
				p := kit.Reactivated(t)
				t.Report(check.Accepted(t.Okta.PatchUser(t, p.ID, map[string]any{"Active": false})))
				t.StopIfFailed()
				t.See("deactivate in other case", p.ID, p.Sent.UserName, []kit.View{kit.ViewByID}, check.Inactive)
			},
		},
	}
}

func encoded(v any) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return nil
	}
	return bytes.TrimSpace(b.Bytes())
}

// escaped writes every letter beyond ASCII as one or two \u escapes and, within
// text, names of members included, each a as another and every slash as \/.
func escaped(text []byte) []byte {
	var out []byte
	within, after := false, false // a text, a backslash
	for _, r := range string(text) {
		switch {
		case within && !after && r == '/':
			out = append(out, `\/`...)
		case within && !after && r == 'a':
			out = append(out, `\u0061`...)
		case r < 0x80:
			out = append(out, byte(r))
		default:
			for _, unit := range utf16.Encode([]rune{r}) {
				out = fmt.Appendf(out, `\u%04x`, unit)
			}
		}
		if r == '"' && !after {
			within = !within
		}
		after = r == '\\' && !after
	}
	return out
}

// spaced puts blanks wherever JSON allows them.
func spaced(text []byte) []byte {
	var b bytes.Buffer
	if err := json.Indent(&b, text, " ", "\t "); err != nil {
		return text
	}
	return slices.Concat([]byte(" \r\n\t"), bytes.ReplaceAll(b.Bytes(), []byte("\n"), []byte("\r\n")), []byte("\r\n \t\n"))
}

// backwards writes the members of every object in the reverse of the
// alphabetical order.
func backwards(r okta.Resource) []byte { return reversed(map[string]any(r)) }

func reversed(v any) []byte {
	switch v := v.(type) {
	case map[string]any:
		names := make([]string, 0, len(v))
		for name := range v {
			names = append(names, name)
		}
		slices.Sort(names)
		slices.Reverse(names)
		var members [][]byte
		for _, name := range names {
			members = append(members, slices.Concat(encoded(name), []byte(":"), reversed(v[name])))
		}
		return slices.Concat([]byte("{"), bytes.Join(members, []byte(",")), []byte("}"))
	case []any:
		var elements [][]byte
		for _, e := range v {
			elements = append(elements, reversed(e))
		}
		return slices.Concat([]byte("["), bytes.Join(elements, []byte(",")), []byte("]"))
	default:
		return encoded(v)
	}
}

const refUnicode = "RFC 7643 §2.3.1: text is any sequence of Unicode characters; RFC 7644 §3.8: UTF-8"

// writing is a kind of text that a careless reader or database garbles.
type writing struct {
	id, what               string
	given, family, display string
	level                  kit.Level
}

func writings() []writing {
	return []writing{
		{"letters", "letters beyond ASCII", "Zoë Łódź", "Ωμέγα Юлия שלום محمد", "王小龍 さくら 한글 – “Nº1” €", kit.Must},
		{"emoji", "emoji, joined ones too", "Zoë 🚀", "Launch", "Zoë 🚀 Launch 👩‍💻", kit.Must},
		// A server may normalise text; byte for byte is better.
		{"combining", "combining marks, decomposed", "Zoë", "Nguyễn", "Zoë Nguyễn", kit.Should},
		{"signs", "signs that mean something elsewhere", "D'Arcy", "R&D <b>100%25</b>", `"C:\temp" 50% + {a} ${b} &amp; -- ;`, kit.Must},
	}
}

// unicodeChecks: people's names arrive letter by letter.
func unicodeChecks() []kit.Check {
	var out []kit.Check
	for _, w := range writings() {
		out = append(out, kit.Check{
			ID: "robustness.text." + w.id, Level: w.level, Evidence: kit.GroundOf(w.level, kit.RFC),
			Title:   "Names with " + w.what + " are stored and shown letter by letter",
			Symptom: "Broken names all over the app: Ã« for ë, &#39; for an apostrophe, question marks or empty boxes.",
			Refs:    []string{refUnicode, "https://github.com/GluuFederation/oxTrust/issues/372"},
			Body: func(t *kit.T) {
				sent := t.Person(kit.Named(w.given, w.family, w.display))
				p := createdOrRefused(t, sent)
				kit.DisplayNameAside(t)
				t.See("create user", p.ID, sent.UserName, []kit.View{kit.ViewByID, kit.ViewLookup}, w.shown)
			},
		}, kit.Check{
			ID: "robustness.text.update-" + w.id, Level: w.level, Evidence: kit.GroundOf(w.level, kit.RFC),
			Needs:   []kit.Need{kit.NeedUpdates},
			Title:   "A profile update to names with " + w.what + " is stored and shown letter by letter",
			Symptom: "Names break with the first change of a profile.",
			Refs:    []string{refUnicode, kit.RefPut},
			Body: func(t *kit.T) {
				p := t.NewUser()
				kit.RenameUser(t, p)
				kit.Redisplay(t, p)
				a := kit.PutUser(t, p, func(r okta.Resource) {
					r.Set(w.given, "name", "givenName")
					r.Set(w.family, "name", "familyName")
					r["displayName"] = w.display
				})
				acceptedOrRefused(t, a, "these names")
				kit.DisplayNameAside(t)
				t.See("update names", p.ID, p.Sent.UserName, []kit.View{kit.ViewByID, kit.ViewList}, w.shown)
			},
		})
	}
	return append(out, oddUpdateChecks()...)
}

// oddUpdateChecks: values that a profile update may bring and a form would not.
func oddUpdateChecks() []kit.Check {
	return []kit.Check{
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
			ID: "robustness.text.update-unknown", Level: kit.Must, Evidence: kit.Recorded, Needs: []kit.Need{kit.NeedUpdates},
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

// shown wants the names letter by letter.
func (w writing) shown(r okta.Resource) []check.Problem {
	return check.All(check.Text(r, "name.givenName", w.given), check.Text(r, "name.familyName", w.family), check.Text(r, "displayName", w.display))
}

// unicodeGroupChecks: names of groups too.
func unicodeGroupChecks() []kit.Check {
	var out []kit.Check
	for _, w := range writings() {
		level, ground := w.level, kit.GroundOf(w.level, kit.RFC)
		if kit.LevelOfFilter(w.display) == kit.Should {
			level, ground = kit.Should, kit.Assumed
		}
		out = append(out, kit.Check{
			ID: "robustness.text.group-" + w.id, Level: level, Evidence: ground,
			Title:   "A group name with " + w.what + " is stored letter by letter, and the lookup finds it",
			Symptom: "The group has a broken name, or is created again with each push.",
			Refs:    []string{refUnicode, "RFC 7644 §3.4.2.2"},
			Body: func(t *kit.T) {
				name := t.GroupName() + " " + w.display
				a := t.Okta.CreateGroup(t, name, nil)
				if len(check.Refused(a)) == 0 {
					t.Unsupported("the app refuses this group name: %d", a.Status)
				}
				t.Report(check.Status(a, http.StatusCreated), check.WithResource(a))
				t.StopIfFailed()
				t.Know(a.Resource.ID(), name)
				t.SeeGroup("create group", a.Resource.ID(), name, []kit.View{kit.ViewByID, kit.ViewLookup}, kit.HasDisplayName(name))
			},
		})
	}
	return out
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
