//! A small HTTP/1.1 client that keeps its connection: what it costs must not hide what the server costs.
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};

/// One connection to our own server.
pub struct Client {
    stream: BufReader<TcpStream>,
    address: SocketAddr,
}

/// An answer with its whole body.
pub struct Reply {
    /// HTTP status.
    pub status: u16,
    /// The body.
    pub body: Vec<u8>,
}

impl Client {
    /// Connects.
    ///
    /// # Errors
    /// When nobody listens there.
    pub fn connect(address: SocketAddr) -> io::Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        Ok(Self { stream: BufReader::new(stream), address })
    }

    /// Sends JSON.
    ///
    /// # Errors
    /// When the connection breaks or the answer is not HTTP with a length.
    pub fn post(&mut self, path: &str, body: &[u8]) -> io::Result<Reply> {
        let head = format!("Content-Type: application/json\r\nContent-Length: {}\r\n", body.len());
        self.exchange("POST", path, &head, body)
    }

    /// Reads what a case's secret opens.
    ///
    /// # Errors
    /// As [`Self::post`].
    pub fn get(&mut self, path: &str, secret: &str) -> io::Result<Reply> {
        self.exchange("GET", path, &format!("X-Case-Secret: {secret}\r\n"), b"")
    }

    fn exchange(&mut self, method: &str, path: &str, head: &str, body: &[u8]) -> io::Result<Reply> {
        let mut message = format!("{method} {path} HTTP/1.1\r\nHost: {}\r\n{head}\r\n", self.address).into_bytes();
        message.extend_from_slice(body);
        self.stream.get_mut().write_all(&message)?;
        let status = self.line()?.split(' ').nth(1).and_then(|code| code.parse().ok());
        let status = status.ok_or_else(|| odd("no status"))?;
        let mut length = None;
        loop {
            let line = self.line()?;
            if line.is_empty() {
                break;
            }
            if let Some((name, value)) = line.split_once(':')
                && name.eq_ignore_ascii_case("content-length")
            {
                length = value.trim().parse().ok();
            }
        }
        let mut body = vec![0; length.ok_or_else(|| odd("no length"))?];
        self.stream.read_exact(&mut body)?;
        Ok(Reply { status, body })
    }

    fn line(&mut self) -> io::Result<String> {
        let mut line = String::new();
        if self.stream.read_line(&mut line)? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        Ok(line.trim_end().to_owned())
    }
}

fn odd(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what)
}
