package profile

import (
	"fmt"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/goccy/go-yaml/ast"
)

// maxText is the longest text value, in characters.
const maxText = 1024

func (d *decoder) text(node ast.Node, path string, into reflect.Value) {
	at := placeOf(node)
	text, isText := scalarText(node)
	_, isString := node.(*ast.StringNode)
	_, isLiteral := node.(*ast.LiteralNode)
	switch {
	case !isText:
		d.refuse(path, at, fmt.Sprintf("%s must be text, but is %s", d.file.name(path), kind(node)), "write one value after the colon")
	case !isString && !isLiteral:
		fix := "put it in quotes"
		if !underAuth(path) && len(text) <= 40 {
			fix = fmt.Sprintf(`put it in quotes: %q`, text)
		}
		d.refuse(path, at, fmt.Sprintf("%s must be text, but YAML reads this as %s", d.file.name(path), kind(node)), fix)
	case strings.TrimSpace(text) == "":
		d.refuse(path, at, d.file.name(path)+" is empty", "give it a value, or remove the line")
	case isLiteral || strings.ContainsFunc(text, isInvisible):
		d.refuse(path, at, d.file.name(path)+" has a line break, a tab or another invisible character in it", "write it on one line, without such characters")
	case text != strings.TrimSpace(text):
		d.refuse(path, at, d.file.name(path)+" starts or ends with a space", "remove the space inside the quotes")
	case utf8.RuneCountInString(text) > maxText:
		d.refuse(path, at, fmt.Sprintf("%s is longer than %d characters", d.file.name(path), maxText), "shorten it")
	default:
		into.SetString(text)
	}
}

// isInvisible reports whether r is a character that has no place in a one-line value.
func isInvisible(r rune) bool { return r == utf8.RuneError || (!unicode.IsPrint(r) && r != ' ') }

func (d *decoder) number(node ast.Node, path string, into reflect.Value) {
	at := placeOf(node)
	written, _ := scalarText(node)
	digits := regexp.MustCompile(`^[+-]?[0-9]+$`).MatchString(written)
	_, isString := node.(*ast.StringNode)
	value, err := strconv.Atoi(written)
	switch {
	case !digits:
		d.refuse(path, at, fmt.Sprintf("%s must be a whole number, but is %s", d.file.name(path), numberKind(node, written)), "write digits only, such as 12 or 1200")
	case err != nil || value > maxNumber || value < -maxNumber:
		d.refuse(path, at, d.file.name(path)+" is too large a number", fmt.Sprintf("the largest is %d", maxNumber))
	case isString:
		d.refuse(path, at, d.file.name(path)+" must be a whole number, but is text", "remove the quotes: "+written)
	case len(strings.TrimLeft(written, "+-")) > 1 && strings.TrimLeft(written, "+-")[0] == '0':
		d.refuse(path, at, d.file.name(path)+" starts with a zero, which YAML may read as an octal number", "write it without the zero")
	default:
		into.SetInt(int64(value))
	}
}

// maxNumber is the largest number that a profile may hold.
const maxNumber = 10_000_000

func numberKind(node ast.Node, written string) string {
	if _, isScalar := node.(ast.ScalarNode); isScalar {
		return Quoted(written)
	}
	return kind(node)
}

func (d *decoder) truth(node ast.Node, path string, into reflect.Value) {
	value, ok := node.(*ast.BoolNode)
	if !ok {
		fix := "write true or false, without quotes"
		if text, isText := scalarText(node); isText {
			switch strings.ToLower(text) {
			case "yes", "on", "true", "1", "y":
				fix = "write true, without quotes"
			case "no", "off", "false", "0", "n":
				fix = "write false, without quotes"
			}
		}
		d.refuse(path, placeOf(node), fmt.Sprintf("%s must be true or false, but is %s", d.file.name(path), kind(node)), fix)
		return
	}
	into.SetBool(value.Value)
}

func (d *decoder) duration(node ast.Node, path string, into reflect.Value) {
	at := placeOf(node)
	text, isText := scalarText(node)
	if !isText {
		d.refuse(path, at, fmt.Sprintf("%s must be a duration, but is %s", d.file.name(path), kind(node)), "write a number with a unit, such as 500ms, 2s or 5m")
		return
	}
	var value Duration
	if err := value.UnmarshalText([]byte(text)); err != nil {
		fix := "write a number with a unit and no space, such as 500ms, 2s or 5m"
		problem := "which is not a duration"
		if _, numeric := strconv.ParseFloat(text, 64); numeric == nil && len(text) <= 10 {
			problem, fix = "which lacks a unit", fmt.Sprintf("write %ss for seconds or %sm for minutes", text, text)
		}
		d.refuse(path, at, fmt.Sprintf("%s is %s, %s", d.file.name(path), Quoted(text), problem), fix)
		return
	}
	into.Set(reflect.ValueOf(value))
}
