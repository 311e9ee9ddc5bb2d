package suites

import (
	"github.com/oktascim/oktascim/fixtures"
	"github.com/oktascim/oktascim/suites/okta"
)

// trait says in a check's title what is odd about a persona.
type trait struct {
	persona string // its name in package fixtures
	has     string // "names with umlauts"
	// choosy: an app may refuse such names with a 4xx.
	choosy bool
}

// traits are those of every persona, in the order of the fixtures.
var traits = []trait{
	{persona: "plain", has: "plain names"},
	{persona: "apostrophe", has: "an apostrophe in the name and the address"},
	{persona: "plus", has: "a plus sign in the address"},
	{persona: "umlaut", has: "umlauts"},
	{persona: "cjk", has: "Chinese names"},
	{persona: "emoji", has: "emoji in the names", choosy: true},
	{persona: "rtl", has: "names written from right to left"},
	{persona: "long", has: "long names"},
	{persona: "one-letter", has: "names of one letter"},
	{persona: "mixed-case", has: "an address in mixed case"},
	{persona: "percent", has: "percent signs", choosy: true},
	{persona: "underscore", has: "underscores", choosy: true},
	{persona: "quotes", has: "quotes and backslashes in the names", choosy: true},
	{persona: "markup", has: "ampersands and angle brackets in the names", choosy: true},
	{persona: "spaces", has: "blanks and hyphens in the names"},
	{persona: "combining", has: "letters with several marks"},
	{persona: "null", has: "names that read null and None"},
	{persona: "digits", has: "names made of digits"},
}

// persona is the fixture of that name; the check is blocked without it.
func (t *T) persona(name string) fixtures.Persona {
	people, err := fixtures.LoadPeople()
	if err != nil {
		t.Block("the personas cannot be read: %v", err)
	}
	p, ok := people.Named(name)
	if !ok {
		t.Block("there is no persona %q", name)
	}
	return p
}

// As gives a person the names, the title and the locale of a persona.
func As(p fixtures.Persona) Option {
	return func(u *okta.User) {
		Named(p.GivenName, p.FamilyName, p.DisplayName)(u)
		u.Locale = p.Locale
		if p.Title != "" {
			With("title", p.Title)(u)
		}
	}
}
