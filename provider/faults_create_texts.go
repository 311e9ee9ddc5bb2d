package provider

import (
	"html"
	"strings"
	"unicode"
)

// createTextFaults store texts of a new user that differ from those sent.
func createTextFaults() []Fault {
	return []Fault{
		{
			ID: "create-display-name-cut-at-50", Category: "user-create", Level: Must,
			Story:  "displayName is cut after 50 letters, without a word in the answer.",
			Source: "the grid: a create with long values × GET by id",
			Apply: userCreated(func(_ *Request, attrs Object) {
				if name := []rune(text(attrs, "displayName")); len(name) > 50 {
					attrs["displayName"] = string(name[:50])
				}
			}),
		},
		{
			ID: "create-family-name-cut-at-30", Category: "user-create", Level: Must,
			Story:  "The family name is cut after 30 letters, without a word in the answer.",
			Source: "the grid: a create with long values × GET by id",
			Apply: userCreated(func(_ *Request, attrs Object) {
				name, _ := attrs["name"].(Object)
				if family := []rune(text(name, "familyName")); len(family) > 30 {
					name["familyName"] = string(family[:30])
				}
			}),
		},
		{
			ID: "create-names-html-escaped", Category: "user-create", Level: Must,
			Story:  "Names are escaped for HTML before they are stored: O'Brien becomes O&#39;Brien.",
			Source: "the grid: a create with odd values × GET by id",
			Apply:  namesCreated(html.EscapeString),
		},
		{
			ID: "create-names-ascii-only", Category: "user-create", Level: Must,
			Story:  "Letters outside ASCII become question marks: Jürgen is J?rgen in the app.",
			Source: "the grid: a create with odd values × GET by id",
			Apply: namesCreated(func(s string) string {
				return strings.Map(func(r rune) rune {
					if r > unicode.MaxASCII {
						return '?'
					}
					return r
				}, s)
			}),
		},
		{
			ID: "create-blanks-trimmed", Category: "user-create", Level: Should,
			Story:  "Blanks at the ends of names are taken away and double ones made single.",
			Source: "the grid: a create with odd values × GET by id",
			Apply:  namesCreated(func(s string) string { return strings.Join(strings.Fields(s), " ") }),
		},
		{
			ID: "create-null-as-text", Category: "user-create", Level: Must,
			Story:  `null is stored as the text "null", which then stands in the profile.`,
			Source: "the grid: a create with null × GET by id",
			Apply:  nullAsText(OpCreate, "null"),
		},
		{
			ID: "create-empty-text-as-undefined", Category: "user-create", Level: Must,
			Story:  `"" is stored as the text "undefined", which then stands in the profile.`,
			Source: "the grid: a create with empty text × GET by id",
			Apply: userCreated(func(rq *Request, attrs Object) {
				for _, name := range []string{"displayName", "title", "nickName"} {
					if rq.Body[name] == "" {
						attrs[name] = "undefined"
					}
				}
			}),
		},
	}
}

// namesCreated changes the names of a new user: displayName and the parts of name.
func namesCreated(change func(string) string) func(*Behaviours) {
	return userCreated(func(_ *Request, attrs Object) {
		for _, name := range []string{"displayName", "name"} {
			if v, ok := attrs[name]; ok {
				attrs[name] = mapTexts(v, change)
			}
		}
	})
}

// nullAsText stores a word for each null that stands for a text.
func nullAsText(op Operation, word string) func(*Behaviours) {
	return func(b *Behaviours) {
		next := b.Normalise
		b.Normalise = func(rq *Request, in Object) (Object, error) {
			if !rq.IsUser() || rq.Operation != op {
				return next(rq, in)
			}
			written := make(Object, len(in))
			for key, v := range in {
				a := rq.Type.attribute(key)
				switch {
				case a == nil || a.readOnly() || a.Required || a.MultiValued:
				case a.Type == "complex":
					v = nullsAsText(v, word)
				case a.Type == "string" && v == nil && a.Mutability != "writeOnly":
					v = word
				}
				written[key] = v
			}
			return next(rq, written)
		}
	}
}

// nullsAsText does it within a complex value.
func nullsAsText(v any, word string) any {
	o, ok := v.(Object)
	if !ok {
		return v
	}
	written := make(Object, len(o))
	for key, x := range o {
		if x == nil {
			x = word
		}
		written[key] = x
	}
	return written
}
