package profile

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml/ast"
	"github.com/santhosh-tekuri/jsonschema/v6/kind"

	"github.com/oktascim/oktascim/suites/near"
	"github.com/oktascim/oktascim/suites/yamlnode"
)

// explain notes one finding of the schema in words that say what to do.
func (t *tree) explain(s *schema, f finding) {
	name := t.file.name(f.path)
	refuse := func(message, fix string) { t.refuse(f.path, f.at, hidden(f.path), message, fix) }
	switch k := f.kind.(type) {
	case *kind.AdditionalProperties:
	case *kind.InvalidJsonValue:
		if u, isUnfit := k.Value.(unfit); isUnfit {
			refuse(u.message, u.fix)
		} else if _, isText := k.Value.(oddNumber); isText {
			t.mismatch(s, f)
		}
	case *kind.Type:
		t.mismatch(s, f)
	case *kind.Format:
		if r, ours := k.Err.(*refusal); ours {
			hide := hidden(f.path)
			if r.hide {
				hide = hideValue
			}
			t.refuse(f.path, f.at, hide, r.message, r.fix)
			return
		}
		refuse(fmt.Sprintf("is %s, which is not a %s", Quoted(fmt.Sprint(k.Got)), k.Want), "give "+s.hint(f.location))
	case *kind.Enum:
		t.unknownWord(f, fmt.Sprint(k.Got), k.Want)
	case *kind.Minimum:
		fix := fmt.Sprintf("give %s or more", k.Want.RatString())
		if usual := s.keyword(f.location, "default"); usual != nil {
			fix += fmt.Sprintf(" (%v is the default)", usual)
		}
		refuse(fmt.Sprintf("is %s, but must be at least %s", k.Got.RatString(), k.Want.RatString()),
			fix+": "+s.hint(f.location))
	case *kind.Maximum:
		refuse("is too large a number", "the largest is "+k.Want.RatString())
	case *kind.MinLength, *kind.MaxLength, *kind.Pattern:
		refuse("is empty, too long or not one line of text", "give "+s.hint(f.location))
	case *kind.MinItems:
		known, _ := s.keyword(append(f.location, "0"), "enum").([]any)
		t.note(f.path, hideNothing, name+" is an empty list, so there would be nothing to check",
			"list what applies: "+listed(known))
	case *kind.UniqueItems:
		item := fmt.Sprintf("%s[%d]", f.path, max(k.Duplicates[0], k.Duplicates[1]))
		if written, isText := yamlnode.Text(t.nodes[item]); isText {
			name += " lists " + Quoted(written) + " twice"
		} else {
			name += " lists an item twice"
		}
		t.note(item, hideNothing, name, "remove one of the two")
	case *kind.Required:
		for _, key := range k.Missing {
			if !t.broken[join(f.path, key)] {
				t.add(join(f.path, key), f.at, hideNothing, fmt.Sprintf("%s has no key `%s`", name, key),
					"add it: "+s.hint(append(slices.Clip(f.location), key)))
			}
		}
	case *kind.DependentRequired:
		for _, key := range k.Missing {
			t.note(join(f.path, k.Prop), hideNothing, fmt.Sprintf("%s has a `%s` but no `%s`: one needs the other",
				name, k.Prop, key),
				fmt.Sprintf("add `%s`, or remove `%s`", key, k.Prop))
		}
	case *kind.AnyOf:
		t.noneOf(f)
	default:
		refuse("does not have the form that it needs", t.file.compare)
	}
}

// noneOf notes that a section states none of several keys.
func (t *tree) noneOf(f finding) {
	var missing []string
	for _, cause := range f.causes {
		if k, ok := cause.ErrorKind.(*kind.Required); ok {
			missing = append(missing, k.Missing...)
		}
	}
	if slices.ContainsFunc(missing, func(key string) bool { return t.broken[join(f.path, key)] }) {
		return
	}
	name := t.file.name(f.path)
	t.note(f.path, hideNothing, fmt.Sprintf("%s states neither `%s`", name, strings.Join(missing, "` nor `")),
		"state one of them, or remove "+name)
}

// hidden says what an excerpt hides of the value of a path: all of it where it may be a secret in the wrong place.
func hidden(path string) hiding {
	if strings.HasPrefix(path, "scim.auth.") || path == "scim.tls.key_file" {
		return hideValue
	}
	return hideNothing
}

// unknownWord refuses a word that is not one of the known ones.
func (t *tree) unknownWord(f finding, word string, known []any) {
	hide, fix := hideNothing, "one of: "+listed(known)
	list := regexp.MustCompile(`\[\d+\]$`).ReplaceAllString(f.path, "")
	message := "does not know " + Quoted(word)
	if hidden(f.path) == hideValue && !regexp.MustCompile(`^[A-Za-z]{1,12}$`).MatchString(word) {
		hide, message = hideValue, "does not know this word, which may be a secret and is not shown"
		fix += "; the token itself belongs in an environment variable"
	} else if meant := near.Word(word, strings.Split(listed(known), ", ")); meant != "" {
		fix = fmt.Sprintf("did you mean `%s`? (%s)", meant, fix)
	}
	t.broken[f.path] = true
	t.add(f.path, f.at, hide, t.file.name(list)+" "+message, fix)
}

func listed(words []any) string {
	return strings.TrimSuffix(strings.Join(strings.Fields(fmt.Sprintln(words...)), ", "), ", ")
}

// mismatch refuses a value of the wrong type.
func (t *tree) mismatch(s *schema, f finding) {
	node := t.nodes[f.path]
	written, isScalar := yamlnode.Text(node)
	types := fmt.Sprint(s.keyword(f.location, "type"))
	message, fix := "", ""
	switch {
	case s.keyword(f.location, "format") == "duration-go":
		message, fix = "must be a duration, but is "+kindOf(node), "write a number with a unit, such as 500ms, 2s or 5m"
		if r := checkDuration(written); isScalar && r != nil {
			message, fix = r.message, r.fix
		}
	case types == "object":
		message, fix = "must hold keys, but is "+kindOf(node), "write `key: value` lines: "+
			strings.Join(t.file.keysAt(f.path), ", ")
		if strings.HasSuffix(f.path, "]") {
			fix = "write the item as " + t.itemHint(f.path)
		}
	case types == "array":
		message, fix = "must be a list, but is "+kindOf(node), t.listHint(s, f, written)
	case types == "integer":
		message, fix = notInteger(node, written)
	case types == "boolean":
		message, fix = "must be true or false, but is "+kindOf(node), "write true or false, without quotes"
	case !isScalar:
		message, fix = "must be text, but is "+kindOf(node), "write one value after the colon"
	default:
		message, fix = "must be text, but YAML reads this as "+kindOf(node), "put it in quotes"
		if hidden(f.path) == hideNothing && len(written) <= 40 {
			fix = fmt.Sprintf(`put it in quotes: %q`, written)
		}
	}
	t.refuse(f.path, placeOf(node), hidden(f.path), message, fix)
}

// itemHint shows how an item of a list of sections is written.
func (t *tree) itemHint(path string) string {
	return "{" + strings.Join(t.file.keysAt(path), ": …, ") + ": …}"
}

// listHint shows how a list is written: with the words that stand in its place, or like the default.
func (t *tree) listHint(s *schema, f finding, written string) string {
	fix := "write a list, even for one"
	words := strings.FieldsFunc(written, func(r rune) bool { return r == ',' || r == ' ' })
	usual, _ := s.keyword(f.location, "default").([]any)
	switch {
	case !t.file.isProfile:
		return fix + "; " + t.file.compare
	case usual == nil:
		return fix + ", of items such as - " + t.itemHint(f.path+"[]")
	case len(words) == 0 || len(words) > 8 || mask(written) != written:
		return fix + ": [" + listed(usual) + "]"
	}
	return fix + ": [" + strings.Join(words, ", ") + "]"
}

func notInteger(node ast.Node, written string) (message, fix string) {
	digits := strings.TrimLeft(written, "+-")
	_, isText := node.(*ast.StringNode)
	_, err := strconv.Atoi(written)
	switch {
	case !isScalar(node):
		return "must be a whole number, but is " + kindOf(node), "write digits only, such as 12 or 1200"
	case !regexp.MustCompile(`^[+-]?[0-9]+$`).MatchString(written):
		return "must be a whole number, but is " + Quoted(written), "write digits only, such as 12 or 1200"
	case err != nil:
		return "is too large a number", fmt.Sprintf("the largest is %d", maxNumber)
	case isText:
		return "must be a whole number, but is text", "remove the quotes: " + written
	}
	return "starts with a zero, which YAML may read as an octal number", "write it without the zero: " +
		strings.TrimLeft(digits, "0")
}
