// A second implementation, not ours: golang.org/x/mod/sumdb checks what a running server gave.
//
// Usage: second ADDRESS KEY [RECEIPT…]. It fetches the checkpoint and every tile that it needs, follows the tree from its root,
// and checks each proof in each receipt file against the checkpoint in it, and that checkpoint against the newest one.
// It prints "ok LEAVES SIZE" or what does not hold.
package main

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type opened struct{ Salt, Text string }

type receipt struct {
	Key     string
	Entries []struct {
		Leaf  string
		Act   *opened
		Rows  []opened
		Proof string
	}
}

// tiles reads C2SP tiles of 256 hashes for sumdb's reader, which names them tile/8/L/N.
type tiles struct{ address string }

func (t tiles) Height() int { return 8 }

func (t tiles) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	var found [][]byte
	for _, one := range wanted {
		content, err := get(t.address + "/log/" + strings.Replace(one.Path(), "tile/8/", "tile/", 1))
		if err != nil {
			return nil, err
		}
		if len(content) != one.W*tlog.HashSize {
			return nil, fmt.Errorf("tile %s has %d bytes", one.Path(), len(content))
		}
		found = append(found, content)
	}
	return found, nil
}

func (t tiles) SaveTiles([]tlog.Tile, [][]byte) {}

func get(address string) ([]byte, error) {
	answer, err := http.Get(address)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%s: %s", address, answer.Status)
	}
	return io.ReadAll(answer.Body)
}

func tree(written string, verifiers note.Verifiers) (tlog.Tree, error) {
	signed, err := note.Open([]byte(written), verifiers)
	if err != nil {
		return tlog.Tree{}, err
	}
	lines := strings.Split(signed.Text, "\n")
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		return tlog.Tree{}, err
	}
	root, err := tlog.ParseHash(lines[2])
	return tlog.Tree{N: size, Hash: root}, err
}

func opens(one opened, digests []string) bool {
	salt, err := hex.DecodeString(one.Salt)
	if err != nil {
		return false
	}
	digest := hex.EncodeToString(sum(append(salt, one.Text...)))
	for _, other := range digests {
		if digest == other {
			return true
		}
	}
	return false
}

func sum(content []byte) []byte {
	digest := sha256.Sum256(content)
	return digest[:]
}

func check(file string, verifiers note.Verifiers, newest tlog.Tree, reader tlog.HashReader) (int, error) {
	content, err := os.ReadFile(file)
	if err != nil {
		return 0, err
	}
	var kept receipt
	if err := json.Unmarshal(content, &kept); err != nil {
		return 0, err
	}
	for number, entry := range kept.Entries {
		var leaf struct {
			Act  string
			Rows []string
		}
		if err := json.Unmarshal([]byte(entry.Leaf), &leaf); err != nil {
			return 0, err
		}
		for _, row := range entry.Rows {
			if !opens(row, leaf.Rows) {
				return 0, fmt.Errorf("%s: entry %d: a row that was not committed to", file, number)
			}
		}
		if entry.Act != nil && !opens(*entry.Act, []string{leaf.Act}) {
			return 0, fmt.Errorf("%s: entry %d: another act", file, number)
		}
		head, checkpoint, _ := strings.Cut(entry.Proof, "\n\n")
		lines := strings.Split(head, "\n")
		under, err := tree(checkpoint, verifiers)
		if err != nil {
			return 0, err
		}
		index, err := strconv.ParseInt(strings.TrimPrefix(lines[1], "index "), 10, 64)
		if err != nil {
			return 0, err
		}
		var path tlog.RecordProof
		for _, line := range lines[2:] {
			hash, err := base64.StdEncoding.DecodeString(line)
			if err != nil {
				return 0, err
			}
			path = append(path, tlog.Hash(*(*[32]byte)(hash)))
		}
		if err := tlog.CheckRecord(path, under.N, under.Hash, index, tlog.RecordHash([]byte(entry.Leaf))); err != nil {
			return 0, fmt.Errorf("%s: entry %d: %w", file, number, err)
		}
		between, err := tlog.ProveTree(newest.N, under.N, reader)
		if err != nil {
			return 0, err
		}
		if err := tlog.CheckTree(between, newest.N, newest.Hash, under.N, under.Hash); err != nil {
			return 0, fmt.Errorf("%s: entry %d: the log does not go on from its checkpoint: %w", file, number, err)
		}
	}
	return len(kept.Entries), nil
}

func run(address, key string, files []string) error {
	verifier, err := note.NewVerifier(key)
	if err != nil {
		return err
	}
	verifiers := note.VerifierList(verifier)
	written, err := get(address + "/log/checkpoint")
	if err != nil {
		return err
	}
	newest, err := tree(string(written), verifiers)
	if err != nil {
		return err
	}
	reader := tlog.TileHashReader(newest, tiles{address})
	for place := int64(0); place < newest.N; place++ {
		if _, err := reader.ReadHashes([]int64{tlog.StoredHashIndex(0, place)}); err != nil {
			return fmt.Errorf("leaf %d: %w", place, err)
		}
	}
	leaves := 0
	for _, file := range files {
		found, err := check(file, verifiers, newest, reader)
		if err != nil {
			return err
		}
		leaves += found
	}
	fmt.Println("ok", leaves, newest.N)
	return nil
}

func main() {
	if err := run(os.Args[1], os.Args[2], os.Args[3:]); err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
}
