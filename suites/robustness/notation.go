package robustness

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
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

func (n notation) title() string { return n.what }

// notationChecks: messages that are legal JSON, though not as most clients write it.
func notationChecks() []kit.Check {
	const refNames = "RFC 7643 §2.1: attribute names are case-insensitive"
	updates, off := []kit.Need{kit.NeedUpdates}, []kit.Need{kit.NeedDeactivate}
	return []kit.Check{
		{
			ID: "robustness.json.user", Level: kit.Should, Evidence: kit.Assumed, Depth: kit.Full, Needs: updates,
			Title:   "A create and a PUT are read however their JSON is written",
			Symptom: "Pushes fail, or names arrive with codes in them, after a change on Okta's side that nobody announces.",
			Refs:    []string{refJSON, "RFC 7644 §3.8", kit.RefPut},
			Body: func(t *kit.T) {
				kit.DisplayNameAside(t)
				kit.Each(t, notations(), notation.title, func(t *kit.T, n notation) {
					sent := t.Person(kit.Named("Zo"+n.letter, "Doe", "Zo"+n.letter+" Doe"))
					a := t.Raw(http.MethodPost, "/Users", n.write(sent.Resource()))
					t.Report(check.Status(a, http.StatusCreated), check.WithResource(a))
					t.StopIfFailed()
					p := kit.Person{ID: a.Resource.ID(), Sent: sent}
					t.See("create user", p.ID, sent.UserName, []kit.View{kit.ViewByID}, func(r okta.Resource) []check.Problem {
						return check.All(check.Sent(r, sent.Resource(), "userName", "name.givenName", "name.familyName", "displayName"), check.HasEmail(r, sent.Email))
					})
					t.StopIfFailed()
					putNamed(t, p, "Zo"+n.letter+" again", n.write)
				})
			},
		},
		{
			ID: "robustness.json.patch", Level: kit.Should, Evidence: kit.Assumed, Needs: off,
			Only:    []okta.Dialect{okta.OIN},
			Title:   "A PATCH is read however its JSON is written",
			Symptom: "No error in Okta: the deactivation is answered with success and has no effect, or it fails.",
			Refs:    []string{refJSON, kit.RefPatch},
			Body: func(t *kit.T) {
				p := t.NewUser()
				kit.Each(t, notations(), notation.title, func(t *kit.T, n notation) {
					for _, active := range []bool{false, true} {
						write := n.write
						if active {
							write = func(r okta.Resource) []byte { return encoded(r) }
						}
						body := okta.Resource(kit.PatchBody([]any{map[string]any{"op": "replace", "value": map[string]any{"active": active}}}))
						a := t.Raw(http.MethodPatch, kit.UserPath(p.ID), write(body))
						if active {
							t.Require(kit.ReactivateUser, check.Accepted(a))
							kit.AwaitActive(t, p)
							continue
						}
						t.Report(check.Accepted(a))
						t.StopIfFailed()
						t.See("deactivate", p.ID, p.Sent.UserName, []kit.View{kit.ViewByID}, check.Inactive)
					}
				})
			},
		},
		{
			ID: "robustness.json.surrogates", Level: kit.Should, Evidence: kit.Assumed, Depth: kit.Full, Needs: updates,
			Title:   "An emoji that is written as two escapes is read as one letter",
			Symptom: "Names arrive with question marks or boxes.",
			Refs:    []string{"RFC 8259 §7: characters beyond U+FFFF are written as a surrogate pair", refUnicode},
			Body: func(t *kit.T) {
				sent := t.Person()
				sent.DisplayName = "🚀 " + sent.DisplayName
				p := createdOrRefused(t, sent)
				t.Await(kit.ReadUser, "create user", func() []check.Problem { return t.Holds(p.ID, kit.HasDisplayName(sent.DisplayName)) })
				putNamed(t, p, "👩 "+t.Person().DisplayName, func(r okta.Resource) []byte { return escaped(encoded(r)) })
			},
		},
		{
			ID: "robustness.json.name-case", Level: kit.Should, Evidence: kit.RFC, Depth: kit.Full, Needs: updates,
			Title:   "Attribute names in other case in a PUT are understood",
			Symptom: "No error in Okta: a change is reported as pushed and is not in the app.",
			Refs:    []string{refNames, kit.RefPut},
			Body: func(t *kit.T) {
				p, display := t.NewUser(), t.Person().DisplayName
				kit.Redisplay(t, p)
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
			ID: "robustness.json.name-case-patch", Level: kit.Should, Evidence: kit.RFC, Depth: kit.Full, Needs: off,
			Only:    []okta.Dialect{okta.OIN},
			Title:   "Attribute names in other case in a PATCH are understood",
			Symptom: "No error in Okta: the person keeps the access.",
			Refs:    []string{refNames, kit.RefPatch},
			Body: func(t *kit.T) {
				p := kit.Reactivated(t)
				t.Report(check.Accepted(t.Okta.PatchUser(t, p.ID, map[string]any{"Active": false})))
				t.StopIfFailed()
				t.See("deactivate in other case", p.ID, p.Sent.UserName, []kit.View{kit.ViewByID}, check.Inactive)
			},
		},
	}
}

// putNamed updates the display name of a person by a PUT that is written in some way, once a plain one works.
func putNamed(t *kit.T, p kit.Person, display string, write func(okta.Resource) []byte) {
	kit.Redisplay(t, p)
	body := t.MustReadUser(p.ID)
	body["displayName"] = display
	t.Report(check.Accepted(t.Raw(http.MethodPut, kit.UserPath(p.ID), write(body))))
	t.StopIfFailed()
	t.See("update", p.ID, p.Sent.UserName, []kit.View{kit.ViewByID}, kit.HasDisplayName(display))
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
