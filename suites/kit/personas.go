package kit

import (
	"github.com/oktascim/oktascim/fixtures"
	"github.com/oktascim/oktascim/suites/okta"
)

// trait says in a check's title what is odd about a persona.
type trait struct {
	Persona string // its name in package fixtures
	Has     string // "names with umlauts"
	// choosy: an app may refuse such names with a 4xx.
	Choosy bool
}

// Traits are those of every persona, in the order of the fixtures.
var Traits = []trait{
	{Persona: "plain", Has: "plain names"},
	{Persona: "apostrophe", Has: "an apostrophe in the name and the address"},
	{Persona: "plus", Has: "a plus sign in the address"},
	{Persona: "umlaut", Has: "umlauts"},
	{Persona: "cjk", Has: "Chinese names"},
	{Persona: "emoji", Has: "emoji in the names", Choosy: true},
	{Persona: "rtl", Has: "names written from right to left"},
	{Persona: "long", Has: "long names"},
	{Persona: "one-letter", Has: "names of one letter"},
	{Persona: "mixed-case", Has: "an address in mixed case"},
	{Persona: "percent", Has: "percent signs", Choosy: true},
	{Persona: "underscore", Has: "underscores", Choosy: true},
	{Persona: "quotes", Has: "quotes and backslashes in the names", Choosy: true},
	{Persona: "markup", Has: "ampersands and angle brackets in the names", Choosy: true},
	{Persona: "spaces", Has: "blanks and hyphens in the names"},
	{Persona: "combining", Has: "letters with several marks"},
	{Persona: "null", Has: "names that read null and None"},
	{Persona: "digits", Has: "names made of digits"},
}

// Persona is the fixture of that name; the check is blocked without it.
func Persona(t *T, name string) fixtures.Persona {
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

// oddUserName is a userName with something in it that breaks filters or URLs.
type oddUserName struct {
	Id    string
	Local string
	Title string
	Why   string
}

var OddUserNames = []oddUserName{
	{"ampersand", "r&d", "an ampersand", "It ends the parameter when a layer decodes the query before it is split."},
	{"umlaut", "jörg.müller", "letters outside ASCII", "They come as two octets each, percent-encoded."},
	{"cjk", "王小龍", "Chinese letters", "They come as three octets each, percent-encoded."},
	{"blank", "jane doe", "a blank", "A filter that is split at blanks has too many parts."},
	{"double-quote", `j"d`, "a double quote", "It is escaped in the filter as in a JSON string."},
	{"backslash", `corp\jane`, "a backslash", "It is escaped in the filter as in a JSON string; Windows login names have one."},
	{"operator-words", "rock and roll or not eq", "words that are operators of filters", "They stand inside the quotes, so they are text."},
	{"brackets", "jane(ext)[1]", "brackets", "They stand inside the quotes, so they are text."},
	{"percent-code", "jane%20doe", "a percent sign and two digits", "The query is decoded once, not twice."},
	{"slash", "corp/jane", "a slash", "Some layers take an encoded slash for a path."},
	{"hash", "jane#2", "a number sign", "Decoded too early, it ends the query."},
	{"equals", "jane=doe;x", "an equals sign and a semicolon", "Some layers split parameters at semicolons."},
	{"curly", "{{jane}}${x}", "curly brackets", "A template engine would fill them in."},
}
