package profile

import (
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml/ast"
)

// entriesOf is the list of key-value pairs of a mapping.
func entriesOf(node ast.Node) ([]*ast.MappingValueNode, bool) {
	switch n := node.(type) {
	case *ast.MappingNode:
		return n.Values, true
	case *ast.MappingValueNode:
		return []*ast.MappingValueNode{n}, true
	}
	return nil, false
}

// keyText is the text of a key as it is written, without quotes.
func keyText(key ast.MapKeyNode) string {
	if text, ok := key.(*ast.StringNode); ok {
		return text.Value
	}
	return key.GetToken().Value
}

// scalarText is the text of a plain or quoted value.
func scalarText(node ast.Node) (string, bool) {
	switch n := node.(type) {
	case *ast.StringNode:
		return n.Value, true
	case *ast.LiteralNode:
		return n.Value.Value, true
	case ast.ScalarNode:
		return strings.TrimSpace(n.GetToken().Value), true
	}
	return "", false
}

// isScalar reports whether a node is a single value.
func isScalar(node ast.Node) bool {
	_, ok := scalarText(node)
	return ok
}

// specialForm says which form of YAML, not used in profiles, a node has; empty when it is plain.
func specialForm(node ast.Node) string {
	switch node.(type) {
	case *ast.AnchorNode:
		return "has an anchor (&)"
	case *ast.AliasNode:
		return "is an alias (*)"
	case *ast.TagNode:
		return "has a tag (!)"
	}
	return ""
}

// kind names the kind of a value for people.
func kind(node ast.Node) string {
	switch n := node.(type) {
	case *ast.MappingNode, *ast.MappingValueNode:
		return "a set of keys"
	case *ast.SequenceNode:
		return "a list"
	case *ast.BoolNode:
		return "true or false"
	case *ast.IntegerNode, *ast.FloatNode, *ast.InfinityNode, *ast.NanNode:
		return "a number"
	case *ast.StringNode:
		if n.Value == "" {
			return "empty text"
		}
	}
	return "text"
}

// placeOf is where a node starts and how wide it is on its first line.
func placeOf(node ast.Node) place {
	if node == nil {
		return place{1, 1, 1}
	}
	if entries, ok := entriesOf(node); ok && len(entries) > 0 && node.GetToken().Value != "{" {
		return placeOf(entries[0].Key)
	}
	token := node.GetToken()
	at := place{token.Position.Line, token.Position.Column, 1}
	switch node.(type) {
	case *ast.SequenceNode, *ast.MappingNode, *ast.MappingValueNode, *ast.AnchorNode, *ast.AliasNode, *ast.TagNode:
	default:
		written, _, _ := strings.Cut(strings.TrimSpace(token.Origin), "\n")
		at.width = max(1, utf8.RuneCountInString(strings.TrimRight(written, "\r")))
	}
	return at
}
