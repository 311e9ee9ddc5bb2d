package yamlnode

import "testing"

func TestPlace(t *testing.T) {
	t.Parallel()
	file, err := Parse([]byte("# x\nname: Ünï   # x\nlist:\n  - {a: 1}\nname: again\n"))
	if err != nil {
		t.Fatal(err)
	}
	entries, ok := Entries(file.Docs[0].Body)
	if !ok || len(entries) != 3 || Key(entries[2].Key) != "name" {
		t.Fatalf("entries: %v", entries)
	}
	if text, ok := Text(entries[0].Value); !ok || text != "Ünï" {
		t.Errorf("text %q", text)
	}
	for i, want := range [][3]int{{2, 7, 3}, {4, 3, 1}, {5, 7, 5}} {
		if line, column, width := Place(entries[i].Value); [3]int{line, column, width} != want {
			t.Errorf("entry %d stands at %d:%d, %d wide; want %v", i, line, column, width, want)
		}
	}
	if _, err := Parse([]byte("a: 'b")); err == nil {
		t.Error("an open quote is YAML")
	}
	if line, _, _ := Place(nil); line != 0 {
		t.Errorf("nothing stands on line %d", line)
	}
}
