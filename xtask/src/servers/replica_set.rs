//! What makes one `mongod` a replica set, in MongoDB's wire protocol: one message, which is not worth a client.
//! <https://www.mongodb.com/docs/manual/reference/mongodb-wire-protocol/#op_msg>

use std::io::{Read as _, Write as _};
use std::net::{Ipv4Addr, TcpStream};

use crate::shell::Done;

pub(super) const NAME: &str = "rs0";

const OP_MSG: u32 = 2013;
/// The kinds of BSON's elements that are needed here: <https://bsonspec.org/spec.html>.
const TEXT: u8 = 2;
const DOCUMENT: u8 = 3;
const ARRAY: u8 = 4;
const INT: u8 = 16;

/// Makes the server at this port the only member of a set; it becomes its primary at once.
pub(super) fn initiate(port: u16) -> Done {
    let member = [element(INT, "_id", &0_u32.to_le_bytes()), text("host", &format!("127.0.0.1:{port}"))];
    let members = document(&[element(DOCUMENT, "0", &document(&member))]);
    let set = document(&[text("_id", NAME), element(ARRAY, "members", &members)]);
    let command = document(&[element(DOCUMENT, "replSetInitiate", &set), text("$db", "admin")]);
    let answer = ask(port, &command).map_err(|error| format!("mongod at port {port}: {error}"))?;
    let ok = [b"\x01ok\0".as_slice(), &1_f64.to_le_bytes()].concat();
    if answer.windows(ok.len()).any(|bytes| bytes == ok) {
        Ok(())
    } else {
        Err(format!("mongod does not become a replica set: {}", String::from_utf8_lossy(&answer)))
    }
}

/// Sends a command and reads the answer to it.
fn ask(port: u16, command: &[u8]) -> std::io::Result<Vec<u8>> {
    let (request, answer_to, flags, one_document) = (1_u32, 0_u32, 0_u32, [0_u8]);
    let numbers = [request, answer_to, OP_MSG, flags].map(u32::to_le_bytes).concat();
    let mut server = TcpStream::connect((Ipv4Addr::LOCALHOST, port))?;
    server.write_all(&sized(&[&numbers, one_document.as_slice(), command].concat()))?;
    let mut length = [0; 4];
    server.read_exact(&mut length)?;
    let mut answer = vec![0; (u32::from_le_bytes(length) as usize).saturating_sub(length.len())];
    server.read_exact(&mut answer)?;
    Ok(answer)
}

fn text(name: &str, value: &str) -> Vec<u8> {
    let length = u32::try_from(value.len() + 1).unwrap_or(u32::MAX);
    element(TEXT, name, &[&length.to_le_bytes(), value.as_bytes(), b"\0"].concat())
}

fn element(kind: u8, name: &str, value: &[u8]) -> Vec<u8> {
    [&[kind], name.as_bytes(), b"\0", value].concat()
}

fn document(elements: &[Vec<u8>]) -> Vec<u8> {
    sized(&[elements.concat().as_slice(), b"\0"].concat())
}

/// Bytes after their length, which counts itself.
fn sized(bytes: &[u8]) -> Vec<u8> {
    let length = u32::try_from(bytes.len() + 4).unwrap_or(u32::MAX);
    [&length.to_le_bytes(), bytes].concat()
}
