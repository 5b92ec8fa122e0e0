// Which addresses count as public.
import HTTP
import Testing

struct AddressPolicyTests {
  @Test(arguments: [
    "8.8.8.8", "1.1.1.1", "172.15.255.255", "172.32.0.0", "100.63.255.255", "100.128.0.0", "192.0.1.1", "198.20.0.1",
    "223.255.255.255", "2606:4700:4700::1111", "2a00:1450:4001::200e", "2001:4860:4860::8888", "2001:200::1",
    "64:ff9b::8.8.8.8",
  ])
  func addressesOfTheInternetArePublic(text: String) throws {
    #expect(try #require(IPAddress(text)).isPublic)
  }

  @Test(arguments: [
    "0.0.0.0", "0.1.2.3", "10.0.0.1", "100.64.0.1", "100.100.100.200", "127.0.0.1", "127.255.255.254",
    "169.254.169.254",
    "172.16.0.1", "172.31.255.255", "192.0.0.192", "192.0.2.1", "192.88.99.1", "192.168.1.1", "198.18.0.1",
    "198.19.255.255",
    "198.51.100.7", "203.0.113.9", "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255", "168.63.129.16",
    "::", "::1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::ffff:a9fe:a9fe", "::127.0.0.1", "fe80::1", "febf::1",
    "fec0::1",
    "fc00::1", "fd00:ec2::254", "fdff::1", "ff02::1", "2001:db8::1", "2001::1", "2001:10::1", "2001:1ff::1",
    "2002:7f00:1::",
    "3fff::1", "3fff:fff::1", "64:ff9b::127.0.0.1", "64:ff9b::10.0.0.1", "64:ff9b:1::1", "100::1", "5f00::1", "4000::1",
  ])
  func localPrivateAndReservedAddressesAreNot(text: String) throws {
    #expect(try !#require(IPAddress(text)).isPublic)
  }

  @Test(arguments: ["localhost", "2130706433", "0x7f.1", "127.1", "1.2.3", "", "1.2.3.4.5", "::g", "fe80::1%eth0"])
  func onlyFullNumericAddressesAreRead(text: String) {
    #expect(IPAddress(text) == nil)
  }

  @Test(arguments: ["127.0.0.1", "2001:db8::1", "::ffff:1.2.3.4"])
  func addressesPrintAsTheyAreRead(text: String) throws {
    #expect(try #require(IPAddress(text)).description == text)
  }
}
