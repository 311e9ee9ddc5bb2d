package suites

import "github.com/oktascim/oktascim/suites/okta"

// oddUserName is a userName with something in it that breaks filters or URLs.
type oddUserName struct {
	id    string
	local string
	title string
	why   string
}

var oddUserNames = []oddUserName{
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

// lookupCharacterChecks: a userName may hold any character, and what an app
// accepts it must find.
func lookupCharacterChecks() []Check {
	var out []Check
	for _, odd := range oddUserNames {
		out = append(out, Check{
			ID: "users.lookup.name-" + odd.id, Level: Must,
			Title:   "The lookup finds a userName with " + odd.title,
			Why:     odd.why,
			Symptom: "It works for everybody but a few: their assignments fail with a conflict or a server error.",
			Refs:    []string{"RFC 7644 §3.4.2.2: values follow the rules of JSON strings", refLookup},
			Body: func(t *T) {
				// The e-mail address is a plain one: only the userName is odd.
				t.findByName(t.NewUserIfAllowed("a userName with "+odd.title, userNameWith(odd.local)))
			},
		})
	}
	return append(out, Check{
		ID: "users.lookup.name-long", Level: Must,
		Title:   "The lookup finds a userName of a hundred letters",
		Why:     "Okta allows logins of 5 to 100 characters; a column that cuts the name makes it unfindable.",
		Symptom: linksNobody,
		Refs:    []string{refLookup, "Okta user profile: login has 5 to 100 characters"},
		Body: func(t *T) {
			p := t.NewUserIfAllowed("a userName of a hundred letters", longUserName(100))
			if stored := t.mustReadUser(p.ID).String("userName"); len(stored) < len(p.Sent.UserName) {
				t.Failf("GET /Users/{id}", "userName", p.Sent.UserName, "%s", stored)
				return
			}
			t.findByName(p)
		},
	})
}

// longUserName stretches the userName to n octets.
func longUserName(n int) Option {
	return func(u *okta.User) {
		if missing := n - len(u.UserName) - 1; missing > 0 {
			const letters = "abcdefghijklmnopqrstuvwxyz"
			local := make([]byte, missing)
			for i := range local {
				local[i] = letters[i%len(letters)]
			}
			userNameWith(string(local))(u)
		}
	}
}
