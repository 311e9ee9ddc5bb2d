package suites

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"unicode/utf16"

	"github.com/oktascim/oktascim/suites/check"
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
func jsonChecks() []Check {
	var out []Check
	for _, n := range notations() {
		out = append(out, Check{
			ID: "robustness.json." + n.id, Level: Must,
			Title:   "A create " + n.what + " is read like any other",
			Symptom: "Pushes fail, or names arrive with codes in them, after a change on Okta's side that nobody announces.",
			Refs:    []string{refJSON, "RFC 7644 §3.8"},
			Body: func(t *T) {
				sent := t.Person(Named("Zo"+n.letter, "Doe", "Zo"+n.letter+" Doe"))
				a := t.raw(http.MethodPost, "/Users", n.write(sent.Resource()))
				t.Report(check.Status(a, http.StatusCreated), check.WithResource(a))
				t.StopIfFailed()
				t.displayNameAside()
				t.See("create user", a.Resource.ID(), sent.UserName, []View{ViewByID}, func(r okta.Resource) []check.Problem {
					return check.All(check.Sent(r, sent.Resource(), "userName", "name.givenName", "name.familyName", "displayName"), check.HasEmail(r, sent.Email))
				})
			},
		}, Check{
			ID: "robustness.json.put-" + n.id, Level: Must, Needs: []Need{NeedUpdates},
			Title:   "A PUT " + n.what + " is read like any other",
			Symptom: "Profile pushes fail, or names arrive with codes in them.",
			Refs:    []string{refJSON, refPut},
			Body: func(t *T) {
				p := t.NewUser()
				t.redisplay(p)
				body := t.mustReadUser(p.ID)
				body["displayName"] = "Zo" + n.letter + " " + t.Person().DisplayName
				t.Report(check.Accepted(t.raw(http.MethodPut, userPath(p.ID), n.write(body))))
				t.StopIfFailed()
				t.See("update", p.ID, p.Sent.UserName, []View{ViewByID}, called(body.String("displayName")))
			},
		}, Check{
			ID: "robustness.json.patch-" + n.id, Level: Must, Needs: []Need{NeedDeactivate}, Only: []okta.Dialect{okta.OIN},
			Title:   "A PATCH " + n.what + " is read like any other",
			Symptom: "None: the deactivation is answered with success and has no effect, or it fails.",
			Refs:    []string{refJSON, refPatch},
			Body: func(t *T) {
				p := t.reactivated()
				body := okta.Resource(patchBody([]any{map[string]any{"op": "replace", "value": map[string]any{"active": false}}}))
				t.Report(check.Accepted(t.raw(http.MethodPatch, userPath(p.ID), n.write(body))))
				t.StopIfFailed()
				t.See("deactivate", p.ID, p.Sent.UserName, []View{ViewByID}, check.Inactive)
			},
		})
	}
	out = append(out, Check{
		ID: "robustness.json.surrogates", Level: Must, Needs: []Need{NeedUpdates},
		Title:   "An emoji that is written as two escapes is read as one letter",
		Symptom: "Names arrive with question marks or boxes.",
		Refs:    []string{"RFC 8259 §7: characters beyond U+FFFF are written as a surrogate pair", refUnicode},
		Body: func(t *T) {
			sent := t.Person()
			sent.DisplayName = "🚀 " + sent.DisplayName
			p := t.createdOrRefused(sent)
			t.Await(ReadUser, "create user", func() []check.Problem { return t.holds(p.ID, called(sent.DisplayName)) })
			t.redisplay(p)
			body := t.mustReadUser(p.ID)
			body["displayName"] = "👩 " + t.Person().DisplayName
			t.Report(check.Accepted(t.raw(http.MethodPut, userPath(p.ID), escaped(encoded(body)))))
			t.StopIfFailed()
			t.See("update", p.ID, p.Sent.UserName, []View{ViewByID}, called(body.String("displayName")))
		},
	})
	return append(out, nameCaseChecks()...)
}

// nameCaseChecks: names of attributes are case-insensitive.
func nameCaseChecks() []Check {
	const ref = "RFC 7643 §2.1: attribute names are case-insensitive"
	return []Check{
		{
			ID: "robustness.json.name-case", Level: Should,
			Title:   "Attribute names in other case in a PUT are understood",
			Symptom: "None: a change is reported as pushed and is not in the app.",
			Refs:    []string{ref, refPut},
			Body: func(t *T) {
				p := t.NewUser()
				t.redisplay(p)
				display := t.Person().DisplayName
				t.Report(check.Accepted(t.put(p, func(r okta.Resource) {
					r["DisplayName"], r["USERNAME"] = display, r["userName"]
					delete(r, "displayName")
					delete(r, "userName")
				})))
				t.StopIfFailed()
				t.See("update in other case", p.ID, p.Sent.UserName, []View{ViewByID}, called(display))
			},
		},
		{
			ID: "robustness.json.name-case-patch", Level: Should, Needs: []Need{NeedDeactivate}, Only: []okta.Dialect{okta.OIN},
			Title:   "Attribute names in other case in a PATCH are understood",
			Symptom: "None: the person keeps the access.",
			Refs:    []string{ref, refPatch},
			Body: func(t *T) {
				p := t.reactivated()
				t.Report(check.Accepted(t.Okta.PatchUser(t, p.ID, map[string]any{"Active": false})))
				t.StopIfFailed()
				t.See("deactivate in other case", p.ID, p.Sent.UserName, []View{ViewByID}, check.Inactive)
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
