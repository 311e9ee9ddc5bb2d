package profile

import (
	"fmt"
	"reflect"
	"strings"

	"github.com/goccy/go-yaml/ast"
)

// decoder lays a YAML tree over a Profile. It notes where every key stands and collects every problem of form, so that
// one bad line hides no other.
type decoder struct {
	file     file
	source   source
	problems []Problem
	// keys and values say where the key and the value of a path stand; a section or list that has a key has no value here.
	keys, values map[string]place
	// broken are the paths whose value could not be taken over, or that a misspelt key probably meant.
	broken map[string]bool
}

func newDecoder(f file, s source) *decoder {
	return &decoder{file: f, source: s, keys: map[string]place{}, values: map[string]place{}, broken: map[string]bool{}}
}

// add notes a problem at a place.
func (d *decoder) add(path string, at place, hide hiding, message, fix string) {
	d.problems = append(d.problems, Problem{
		Path: mask(path), Line: at.line, Column: at.column,
		Message: message, Fix: fix, Excerpt: d.source.excerpt(at, hide),
	})
}

// refuse notes a problem with the value of a path, which keeps its default.
func (d *decoder) refuse(path string, at place, message, fix string) {
	d.broken[path] = true
	hide := hideNothing
	if underAuth(path) {
		hide = hideValue
	}
	d.add(path, at, hide, message, fix)
}

// decode lays node over the value that path leads to.
func (d *decoder) decode(node ast.Node, path string, into reflect.Value) {
	at := placeOf(node)
	if _, keyed := d.keys[path]; !keyed || isScalar(node) {
		d.values[path] = at
	}
	if into.Kind() == reflect.Pointer {
		if into.IsNil() {
			into.Set(reflect.New(into.Type().Elem()))
		}
		into = into.Elem()
	}
	if special := specialForm(node); special != "" {
		d.refuse(path, at, fmt.Sprintf("%s %s", d.file.name(path), special), d.file.plain+": write the value itself")
		return
	}
	if _, isNull := node.(*ast.NullNode); isNull {
		if key, ok := d.keys[path]; ok {
			at = key
		}
		d.refuse(path, at, d.file.name(path)+" has no value", "give it one, or remove the line: "+d.file.unstated)
		return
	}
	_, isDuration := into.Interface().(Duration)
	switch {
	case isDuration:
		d.duration(node, path, into)
	case into.Kind() == reflect.Struct:
		d.mapping(node, path, into)
	case into.Kind() == reflect.Slice:
		d.list(node, path, into)
	case into.Kind() == reflect.Int:
		d.number(node, path, into)
	case into.Kind() == reflect.Bool:
		d.truth(node, path, into)
	default:
		d.text(node, path, into)
	}
}

func (d *decoder) mapping(node ast.Node, path string, into reflect.Value) {
	entries, ok := entriesOf(node)
	if !ok {
		fix := fmt.Sprintf("write its keys below it, indented: %s", strings.Join(keysOf(into.Type()), ", "))
		switch {
		case strings.HasPrefix(path, "roles.groups["):
			fix = "write the item as {group: the group's name, role: its role}"
		case path == "" || !d.file.isProfile:
			fix = "write `key: value` lines: " + strings.Join(keysOf(into.Type()), ", ")
		}
		d.refuse(path, placeOf(node), fmt.Sprintf("%s must hold keys, but is %s", d.file.name(path), kind(node)), fix)
		return
	}
	first := map[string]int{}
	for _, entry := range entries {
		if len(d.problems) >= MaxProblems {
			return
		}
		key, at := keyText(entry.Key), placeOf(entry.Key)
		inner := join(path, key)
		if line, twice := first[key]; twice {
			d.add(inner, at, hideNothing, fmt.Sprintf("%s is given twice: already on line %d", d.file.name(inner), line), "keep one of the two")
			continue
		}
		first[key] = at.line
		field, known := fieldOf(into, key)
		if !known {
			d.unknownKey(path, key, at, into.Type())
			continue
		}
		d.keys[inner] = at
		d.decode(entry.Value, inner, field)
	}
}

func (d *decoder) list(node ast.Node, path string, into reflect.Value) {
	sequence, ok := node.(*ast.SequenceNode)
	if !ok {
		fix := "write a list, even for one: [" + listExample(path, node) + "]"
		switch {
		case !d.file.isProfile:
			fix = "write a list, even for one; " + d.file.compare
		case path == "roles.groups":
			fix = "write a list, highest role first, of items such as - {group: oktascim admins, role: Admin}"
		}
		d.refuse(path, placeOf(node), fmt.Sprintf("%s must be a list, but is %s", d.file.name(path), kind(node)), fix)
		return
	}
	into.Set(reflect.MakeSlice(into.Type(), len(sequence.Values), len(sequence.Values)))
	for i, item := range sequence.Values {
		if len(d.problems) >= MaxProblems {
			return
		}
		d.decode(item, fmt.Sprintf("%s[%d]", path, i), into.Index(i))
	}
}

// listExample is what a list with the value of node would hold.
func listExample(path string, node ast.Node) string {
	if text, ok := scalarText(node); ok {
		words := strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ' ' })
		if len(words) > 0 && len(words) <= 8 && mask(text) == text {
			return strings.Join(words, ", ")
		}
	}
	if path == "okta.dialects" {
		return "aiw, oin"
	}
	return "push-new-users, import"
}

// underAuth reports whether the value of path may be a secret that stands in the wrong place.
func underAuth(path string) bool {
	return strings.HasPrefix(path, "scim.auth.") || path == "scim.tls.key_file"
}

// join appends a key to a path.
func join(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}
