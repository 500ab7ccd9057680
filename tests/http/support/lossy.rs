//! A way to the server on which the answer to every POST is lost once: the connection ends instead, as a browser sees it
//! when a proxy or a telephone in a tunnel drops a connection that it had kept open.
use std::collections::HashSet;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

/// When the connection ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lost {
    /// The server has answered, nobody hears it.
    AfterTheAnswer,
    /// The server has read the request and is at work on it.
    WhileWorking,
}

/// The way. Its thread ends with the process.
#[derive(Debug)]
pub struct Lossy {
    /// Where it listens: `http://127.0.0.1:PORT`.
    pub base: String,
    server: String,
    lost: Lost,
    seen: Mutex<HashSet<Vec<u8>>>,
}

struct Request {
    head: String,
    body: Vec<u8>,
}

impl Lossy {
    /// Before the server at this address.
    pub fn before(server: &str, lost: Lost) -> Arc<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let base = format!("http://{}", listener.local_addr().expect("an address"));
        let server = server.trim_start_matches("http://").to_owned();
        let way = Arc::new(Self { base, server, lost, seen: Mutex::default() });
        let ways = way.clone();
        std::thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let way = ways.clone();
                std::thread::spawn(move || way.carry(&client));
            }
        });
        way
    }

    /// How many requests lost their answer.
    pub fn times_lost(&self) -> usize {
        self.seen.lock().expect("no carrier panicked").len()
    }

    fn carry(&self, client: &TcpStream) -> io::Result<()> {
        let mut from_client = BufReader::new(client);
        while let Some(request) = read(&mut from_client)? {
            let is_first = request.head.starts_with("POST ") && {
                let all = [request.head.as_bytes(), &request.body].concat();
                self.seen.lock().expect("no carrier panicked").insert(all)
            };
            let mut server = TcpStream::connect(&self.server)?;
            server.write_all(request.head.replacen("\r\n", "\r\nconnection: close\r\n", 1).as_bytes())?;
            server.write_all(&request.body)?;
            if is_first && self.lost == Lost::WhileWorking {
                let _ = server.shutdown(Shutdown::Both);
                break;
            }
            let mut answer = Vec::new();
            server.read_to_end(&mut answer)?;
            if is_first {
                break;
            }
            (&mut &*client).write_all(&answer)?;
        }
        client.shutdown(Shutdown::Both)
    }
}

/// One request; none when the client has gone.
fn read(from: &mut impl BufRead) -> io::Result<Option<Request>> {
    let (mut head, mut length) = (String::new(), 0);
    loop {
        let mut line = String::new();
        if from.read_line(&mut line)? == 0 {
            return Ok(None);
        }
        let small = line.to_ascii_lowercase();
        if let Some(value) = small.strip_prefix("content-length:") {
            length = value.trim().parse().map_err(io::Error::other)?;
        }
        head += &line;
        if line == "\r\n" {
            break;
        }
    }
    let mut body = vec![0; length];
    from.read_exact(&mut body)?;
    Ok(Some(Request { head, body }))
}
