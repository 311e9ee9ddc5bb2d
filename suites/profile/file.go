package profile

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"
)

// file is what messages say about the kind of file that is read.
type file struct {
	noun      string // what it is
	sample    string // where to get one that is right
	compare   string // what to compare it with
	unstated  string // what becomes of a key that is not stated
	isProfile bool   // the hints about keys of a profile fit
	sections  map[string][]string
}

func profileFile() file {
	return file{
		noun: "a profile", sample: "let `oktascim init` write one", compare: "compare it with what `oktascim init` writes",
		unstated: "what is not stated takes its default or is not checked", isProfile: true,
		sections: sections(reflect.TypeFor[Profile](), ""),
	}
}

// name returns a path as messages write it. Items of a list count from 1, as people do.
func (f file) name(path string) string {
	switch {
	case path == "" && f.isProfile:
		return "the profile"
	case path == "":
		return "the file"
	}
	list, rest, isItem := strings.Cut(path, "[")
	index, key, _ := strings.Cut(rest, "]")
	number, err := strconv.Atoi(index)
	if !isItem || err != nil {
		return Quoted(path)
	}
	item := fmt.Sprintf("item %d", number+1)
	if list != "" {
		item += " of " + Quoted(list)
	}
	if key = strings.TrimPrefix(key, "."); key != "" {
		return fmt.Sprintf("%s in %s", Quoted(key), item)
	}
	return item
}

// ListFile describes a YAML file of ours that is no profile but a list of items with keys, such as waivers.
type ListFile struct {
	Noun    string // what it holds, as in "a file of waivers"
	Example string // one item that is right
	Schema  []byte // the JSON Schema of the file
}

// Item is one item of a list file while it is checked.
type Item struct {
	// Line is where it starts, from 1.
	Line int
	path string
	tree *tree
}

// ReadList reads a list of items of the struct type T, whose keys are the json tags of its fields, with the strictness
// and the messages of Parse. For every item whose form is right it calls check, which refuses what makes no sense. The
// error, if any, is an *Error with all problems; name stands for the file in it.
func ReadList[T any](f ListFile, name string, data []byte, check func(item Item, value *T)) ([]T, error) {
	t, value := open(file{
		noun: "a file of " + f.Noun, sample: "write " + f.Noun + " into it, such as " + f.Example,
		compare: "compare it with this item: " + f.Example, unstated: "keys that may be left out have no value then",
		sections: sections(reflect.TypeFor[[]T](), ""),
	}, data)
	var items []T
	if len(t.nodes) > 0 {
		t.judge(newSchema(f.Schema), value)
		if list, isList := value.([]any); isList && !t.isFull() {
			if err := decode(list, &items); err != nil {
				return nil, err
			}
		}
	}
	for i := range items {
		item := Item{path: fmt.Sprintf("[%d]", i), tree: t}
		item.Line = placeOf(t.nodes[item.path]).line
		if !t.broken[item.path] {
			check(item, &items[i])
		}
	}
	if len(t.problems) > 0 {
		return nil, &Error{File: name, Problems: sorted(t.problems)}
	}
	return items, nil
}

// Refuse notes a problem with the value of a key, unless there is one already.
func (i Item) Refuse(key, message, fix string) {
	path := join(i.path, key)
	at, _ := i.tree.place(path)
	i.tree.refuse(path, at, hideNothing, message, fix)
}
