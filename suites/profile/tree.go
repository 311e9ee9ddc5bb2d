package profile

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/goccy/go-yaml/ast"

	"github.com/oktascim/oktascim/suites/yamlnode"
)

// tree is a YAML document with the places of its keys and values, and with the problems found in it. A profile that was
// not read from a file has a tree without places.
type tree struct {
	file     file
	source   source
	problems []Problem
	// keys and nodes lead from a path, such as "roles.groups[1].role", to its key and its value.
	keys  map[string]place
	nodes map[string]ast.Node
	// broken are the paths whose value was refused, or that a misspelt key probably meant.
	broken map[string]bool
}

func newTree(f file, s source) *tree {
	return &tree{file: f, source: s, keys: map[string]place{}, nodes: map[string]ast.Node{}, broken: map[string]bool{}}
}

// isFull reports whether reading on would only cost time.
func (t *tree) isFull() bool { return len(t.problems) >= MaxProblems }

// add notes a problem at a place.
func (t *tree) add(path string, at place, hide hiding, message, fix string) {
	if !t.isFull() {
		t.problems = append(t.problems, Problem{
			Path: mask(path), Line: at.line, Column: at.column,
			Message: message, Fix: fix, Excerpt: t.source.excerpt(at, hide),
		})
	}
}

// note notes a problem with what stands at a path, unless that was refused already. Where the path is not in the file,
// the place is that of the section it belongs to.
func (t *tree) note(path string, hide hiding, message, fix string) {
	for up := path; up != ""; up = parent(up) {
		if t.broken[up] {
			return
		}
	}
	at, stated := t.place(path)
	for up := path; !stated && up != ""; hide = hideNothing {
		up = parent(up)
		at, stated = t.place(up)
	}
	t.add(path, at, hide, message, fix)
}

// refuse notes a problem with the value of a path, which then counts as not stated.
func (t *tree) refuse(path string, at place, hide hiding, message, fix string) {
	if !t.broken[path] {
		t.broken[path] = true
		t.add(path, at, hide, t.file.name(path)+" "+message, fix)
	}
}

// place returns where a path stands: its value if that is one scalar, else its key.
func (t *tree) place(path string) (at place, stated bool) {
	key, keyed := t.keys[path]
	node, stated := t.nodes[path]
	if _, isNull := node.(*ast.NullNode); keyed && (!isScalar(node) || isNull) {
		return key, true
	}
	return placeOf(node), stated
}

// stated reports whether the file has a key.
func (t *tree) stated(path string) bool {
	_, keyed := t.keys[path]
	return keyed
}

// parent returns the path of what holds path.
func parent(path string) string { return path[:max(0, strings.LastIndexAny(path, ".["))] }

// join appends a key to a path.
func join(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}

// Values that JSON does not have. The schema rejects them wherever it looks.
type (
	// oddNumber is a number that is not written in plain digits.
	oddNumber string
	// unfit is what has no place in a file of ours.
	unfit struct{ message, fix string }
)

const (
	maxText   = 1024       // characters of a text
	maxNumber = 10_000_000 // the largest number, as the schema has it
	deepest   = 10         // levels that are looked at; the schemas have fewer
)

// value returns node as JSON Schema sees it and notes where everything stands.
func (t *tree) value(node ast.Node, path string, depth int) any {
	t.nodes[path] = node
	if depth > deepest {
		return nil
	}
	plain := t.file.noun + " is plain YAML: write the value itself"
	switch n := node.(type) {
	case *ast.AnchorNode:
		return unfit{"has an anchor (&)", plain}
	case *ast.AliasNode:
		return unfit{"is an alias (*)", plain}
	case *ast.TagNode:
		return unfit{"has a tag (!)", plain}
	case nil, *ast.NullNode:
		return unfit{"has no value", "give it one, or remove the line: " + t.file.unstated}
	case *ast.BoolNode:
		return n.Value
	case *ast.LiteralNode:
		return textValue(n.Value.Value, true)
	case *ast.StringNode:
		return textValue(n.Value, false)
	case *ast.SequenceNode:
		list := make([]any, len(n.Values))
		for i, item := range n.Values {
			list[i] = t.value(item, fmt.Sprintf("%s[%d]", path, i), depth+1)
		}
		return list
	}
	if entries, isMapping := yamlnode.Entries(node); isMapping {
		return t.mapping(entries, path, depth)
	}
	written, _ := yamlnode.Text(node)
	if regexp.MustCompile(`^[+-]?(0|[1-9][0-9]*)$`).MatchString(written) {
		return json.Number(strings.TrimPrefix(written, "+"))
	}
	return oddNumber(written)
}

func (t *tree) mapping(entries []*ast.MappingValueNode, path string, depth int) map[string]any {
	values := make(map[string]any, len(entries))
	for _, entry := range entries {
		key, at := yamlnode.Key(entry.Key), placeOf(entry.Key)
		inner := join(path, key)
		if t.isFull() {
			break
		}
		if _, twice := values[key]; twice {
			message := fmt.Sprintf("%s is given twice: already on line %d", t.file.name(inner), t.keys[inner].line)
			t.add(inner, at, hideNothing, message, "keep one of the two")
			continue
		}
		t.keys[inner] = at
		values[key] = t.value(entry.Value, inner, depth+1)
	}
	return values
}

// textValue returns a text, or why it has no place in a file of ours.
func textValue(text string, isLiteral bool) any {
	switch {
	case strings.TrimSpace(text) == "":
		return unfit{"is empty", "give it a value, or remove the line"}
	case isLiteral || strings.ContainsFunc(text, isInvisible):
		return unfit{"has a line break, a tab or another invisible character in it",
			"write it on one line, without such characters"}
	case text != strings.TrimSpace(text):
		return unfit{"starts or ends with a space", "remove the space inside the quotes"}
	case utf8.RuneCountInString(text) > maxText:
		return unfit{fmt.Sprintf("is longer than %d characters", maxText), "shorten it"}
	}
	return text
}

// isInvisible reports whether r is a character that has no place in a one-line value.
func isInvisible(r rune) bool { return r == utf8.RuneError || (!unicode.IsPrint(r) && r != ' ') }

func isScalar(node ast.Node) bool {
	_, ok := yamlnode.Text(node)
	return ok
}

// kindOf names the kind of a value for people.
func kindOf(node ast.Node) string {
	switch node.(type) {
	case *ast.MappingNode, *ast.MappingValueNode:
		return "a set of keys"
	case *ast.SequenceNode:
		return "a list"
	case *ast.BoolNode:
		return "true or false"
	case *ast.IntegerNode, *ast.FloatNode, *ast.InfinityNode, *ast.NanNode:
		return "a number"
	}
	return "text"
}

// placeOf returns where a node starts and how wide it is on its first line.
func placeOf(node ast.Node) place {
	line, column, width := yamlnode.Place(node)
	return place{line, column, width}
}
