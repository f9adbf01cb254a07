use super::super::live_streams;
use super::{ALWAYS_ALLOWED, NotPacked, Unpacker, decode};

#[track_caller]
fn check(base64: &str, want: Result<&str, NotPacked>) {
    let mut bytes = Vec::new();
    let got = decode(base64.as_bytes(), &mut bytes).map(|()| String::from_utf8(bytes).unwrap());
    assert_eq!(got, want.map(str::to_owned), "{base64:?}");
}

#[test]
fn agrees_base64() {
    // RFC 4648, section 10.
    check("", Ok(""));
    check("Zg==", Ok("f"));
    check("Zm8=", Ok("fo"));
    check("Zm9v", Ok("foo"));
    check("Zm9vYg==", Ok("foob"));
    check("Zm9vYmE=", Ok("fooba"));
    check("Zm9vYmFy", Ok("foobar"));
}

#[test]
fn base64_without_its_padding_or_with_other_letters() {
    check("Zm9vYg", Ok("foob"));
    check("Zm9vY", Ok("foo"));
    check("Zm9v!mFy", Err(NotPacked::Letter { byte: b'!', at: 5 }));
    check("Zm9vY-", Err(NotPacked::Letter { byte: b'-', at: 6 }));
    check("Zg==Zg==", Err(NotPacked::Letter { byte: b'=', at: 3 }));
}

#[test]
fn law_what_is_packed_comes_back() {
    let mut unpacker = Unpacker::new();
    for text in ["{}", "\u{feff}{}", &format!("{{{}}}", "0123456789".repeat(4000))] {
        let packed = live_streams::packed(text);
        let want = text.trim_start_matches('\u{feff}').as_bytes();
        for payload in [packed.clone(), format!("\"{packed}\""), format!(" \"{packed}\" \r")] {
            assert_eq!(unpacker.unpack(payload.as_bytes()), Ok(want));
        }
    }
    assert_eq!(unpacker.unpack(b"{\"plain\":1}"), Ok(&b"{\"plain\":1}"[..]));
}

#[test]
fn a_record_that_breaks_off_or_is_damaged() {
    let packed = live_streams::packed(&"{\"a\":1}".repeat(100));
    let mut unpacker = Unpacker::new();
    for length in 0..packed.trim_end_matches('=').len() - 4 {
        assert_eq!(unpacker.unpack(&packed.as_bytes()[..length]), Err(NotPacked::BreaksOff));
    }
    assert_eq!(unpacker.unpack(b"////"), Err(NotPacked::Damaged));
    assert!(unpacker.unpack(packed.as_bytes()).is_ok(), "and the next can be read");
}

#[test]
fn a_bomb_does_not_fill_the_memory() {
    let bomb = live_streams::packed(&" ".repeat(20 << 20));
    let mut unpacker = Unpacker::new();
    let refusal = unpacker.unpack(bomb.as_bytes()).unwrap_err();
    assert!(matches!(refusal, NotPacked::TooLong { packed, limit } if limit == 64 * packed));
    assert!(unpacker.text.len() < 2 << 20, "{}", unpacker.text.len());
    let small = live_streams::packed(&" ".repeat(ALWAYS_ALLOWED - 1));
    assert!(unpacker.unpack(small.as_bytes()).is_ok());
}
