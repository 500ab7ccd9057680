//! A server in a thread of its own, on a free loopback port: for what asks it from the same process.
use std::io;
use std::net::{SocketAddr, TcpListener};
use std::sync::mpsc;
use std::thread::{self, JoinHandle};

use actix_web::dev::ServerHandle;

use super::{Shared, serve};

/// A server that runs.
pub struct InThread {
    /// Where it listens.
    pub address: SocketAddr,
    handle: ServerHandle,
    thread: JoinHandle<io::Result<()>>,
}

impl InThread {
    /// Starts it.
    ///
    /// # Errors
    /// When the listener cannot be had or used.
    pub fn start(shared: Shared) -> io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0))?;
        let address = listener.local_addr()?;
        let (ready, handle) = mpsc::channel();
        let run = move || {
            actix_web::rt::System::new().block_on(async {
                let server = serve(shared, listener)?;
                // Nobody waits for the handle only when the caller has gone.
                let _ = ready.send(server.handle());
                server.await
            })
        };
        let thread = thread::spawn(run);
        match handle.recv() {
            Ok(handle) => Ok(Self { address, handle, thread }),
            Err(_) => Err(joined(thread).err().unwrap_or_else(|| io::ErrorKind::Other.into())),
        }
    }

    /// Finishes the requests in flight and ends.
    ///
    /// # Errors
    /// What the server ended with.
    pub fn stop(self) -> io::Result<()> {
        // The order is given by the call; the thread's end says that it was carried out.
        drop(self.handle.stop(true));
        joined(self.thread)
    }
}

fn joined(thread: JoinHandle<io::Result<()>>) -> io::Result<()> {
    thread.join().unwrap_or_else(|_| Err(io::Error::other("the server panicked")))
}
