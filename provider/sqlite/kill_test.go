package sqlite_test

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/oktascim/oktascim/provider"
	"github.com/oktascim/oktascim/provider/sqlite"
)

// killed names the file of the server that TestMain serves instead of running the tests.
const killed = "OKTASCIM_TEST_SERVE"

func TestMain(m *testing.M) {
	if path := os.Getenv(killed); path != "" {
		if err := serve(path); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// serve prints its address and serves until it is killed.
func serve(path string) error {
	storage, err := sqlite.Open(path)
	if err != nil {
		return err
	}
	server, err := newServer(storage)
	if err != nil {
		return err
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	fmt.Println(l.Addr())
	return http.Serve(l, server)
}

func newServer(storage provider.Storage) (*provider.Server, error) {
	return provider.New(provider.Options{Tokens: []provider.Token{{Secret: "secret"}}, Storage: storage, LocalAdmin: "admin@example.com"})
}

// send gives the status of an answer that came whole, else an error.
func send(method, url, body string) (status int, answer string, err error) {
	r, err := http.NewRequest(method, url, strings.NewReader(body))
	if err != nil {
		return 0, "", err
	}
	r.Header.Set("Authorization", "Bearer secret")
	a, err := http.DefaultClient.Do(r)
	if err != nil {
		return 0, "", err
	}
	defer a.Body.Close()
	text, err := io.ReadAll(a.Body)
	return a.StatusCode, string(text), err
}

// Nothing that was acknowledged is lost when the server is killed in the middle of its work, and nothing is half there.
func TestKill(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "state.db")
	var acknowledged []string
	for round := range 3 {
		acknowledged = append(acknowledged, serveAndKill(t, path, round)...)
	}
	server, err := newServer(open(t, path))
	if err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	web := &http.Server{Handler: server}
	go web.Serve(l)
	t.Cleanup(func() { web.Close() })
	base := "http://" + l.Addr().String() + "/scim/v2"
	if len(acknowledged) < 30 {
		t.Errorf("only %d writes were acknowledged", len(acknowledged))
	}
	for _, name := range acknowledged {
		for _, query := range []string{"/Users?filter=userName+eq+%22" + name + "%22", "/Groups?filter=displayName+eq+%22" + name + "%22"} {
			_, answer, err := send("GET", base+query, "")
			if err != nil || !strings.Contains(answer, `"totalResults":1,`) {
				t.Errorf("%s was acknowledged and is lost: %s %v", name, answer, err)
			}
		}
	}
	_, answer, err := send("GET", base+"/Users?count=1&filter=userName+eq+%22admin@example.com%22", "")
	if err != nil || !strings.Contains(answer, `"totalResults":1,`) {
		t.Errorf("the local admin after restarts: %s %v", answer, err)
	}
}

// serveAndKill starts a server on the file, writes with several clients, kills it, and gives the names of those whose user
// and group were both acknowledged.
func serveAndKill(t *testing.T, path string, round int) []string {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), killed+"="+path)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer cmd.Wait()
	address, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	base := "http://" + strings.TrimSpace(address) + "/scim/v2"
	var mu sync.Mutex
	var acknowledged []string
	var clients sync.WaitGroup
	for client := range 4 {
		clients.Go(func() {
			for i := 0; ; i++ {
				name := fmt.Sprintf("r%d-c%d-%d", round, client, i)
				status, answer, err := send("POST", base+"/Users", `{"userName":"`+name+`"}`)
				if err != nil || status != http.StatusCreated {
					return
				}
				_, id, _ := strings.Cut(answer, `"id":"`)
				id, _, _ = strings.Cut(id, `"`)
				status, _, err = send("POST", base+"/Groups", `{"displayName":"`+name+`","members":[{"value":"`+id+`"}]}`)
				if err != nil || status != http.StatusCreated {
					return
				}
				mu.Lock()
				acknowledged = append(acknowledged, name)
				enough := len(acknowledged) >= 20
				mu.Unlock()
				if enough {
					cmd.Process.Kill()
				}
			}
		})
	}
	clients.Wait()
	return acknowledged
}
