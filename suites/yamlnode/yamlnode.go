// Package yamlnode looks into the syntax trees of goccy/go-yaml, which know the place of everything.
package yamlnode

import (
	"errors"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// Parse returns the tree of a text, in which a key may be there twice. A panic of the parser, should one be left in it, is
// an error.
func Parse(text []byte) (file *ast.File, err error) {
	defer func() {
		if recovered := recover(); recovered != nil {
			file, err = nil, errors.New("the parser gave up")
		}
	}()
	return parser.ParseBytes(text, 0, parser.AllowDuplicateMapKey())
}

// Entries returns the key-value pairs of a mapping, and false for other nodes.
func Entries(node ast.Node) ([]*ast.MappingValueNode, bool) {
	switch n := node.(type) {
	case *ast.MappingNode:
		return n.Values, true
	case *ast.MappingValueNode:
		return []*ast.MappingValueNode{n}, true
	}
	return nil, false
}

// Key returns the text of a key as it is written, without quotes.
func Key(key ast.MapKeyNode) string {
	if text, ok := key.(*ast.StringNode); ok {
		return text.Value
	}
	return key.GetToken().Value
}

// Text returns the text of a plain or quoted value, and false for mappings and lists.
func Text(node ast.Node) (string, bool) {
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

// Place returns where a node starts, from 1, and how many characters wide it is on its first line; zeros for no node.
func Place(node ast.Node) (line, column, width int) {
	if node == nil || node.GetToken() == nil {
		return 0, 0, 0
	}
	if entries, ok := Entries(node); ok && len(entries) > 0 && node.GetToken().Value != "{" {
		return Place(entries[0].Key)
	}
	token := node.GetToken()
	if _, isScalar := Text(node); !isScalar || node.Type() == ast.TagType {
		return token.Position.Line, token.Position.Column, 1
	}
	written, _, _ := strings.Cut(strings.TrimSpace(token.Origin), "\n")
	return token.Position.Line, token.Position.Column, max(1, utf8.RuneCountInString(strings.TrimRight(written, "\r")))
}
