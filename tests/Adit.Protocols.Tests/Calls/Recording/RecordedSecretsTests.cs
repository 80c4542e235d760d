using System.Text;
using Adit.Protocols.Calls;
using Adit.Protocols.Crypto;
using Adit.Protocols.Ppp;

namespace Adit.Protocols.Tests.Calls.Recording;

/// <summary>A recording may be sent to anybody.</summary>
public sealed class RecordedSecretsTests
{
    public static TheoryData<string> Names => [.. RecordedCalls.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void No_secret_of_a_call_is_in_its_recording(string name)
    {
        for (var seed = 1; seed <= 5; seed++)
        {
            var pair = RecordedCalls.Run(name, seed);

            var text = pair.Recorder.ToText();

            Assert.All(SecretsOf(pair), secret => Assert.DoesNotContain(Convert.ToHexString(secret), text, StringComparison.OrdinalIgnoreCase));
            Assert.All(PasswordsOf(pair), password => Assert.DoesNotContain(password, text, StringComparison.OrdinalIgnoreCase));
        }
    }

    [Fact]
    public void A_password_that_a_peer_sends_before_it_is_asked_is_not_recorded_either()
    {
        var pair = new CallPair().Open();
        var pap = (byte[])[0xff, 0x03, 0xc0, 0x23, 1, 1, 0, 16, 4, .. "User"u8, 6, .. "hunter"u8];

        pair.Server.Receive([0x10, 0, 0, (byte)(4 + pap.Length), .. pap], pair.Now);

        Assert.Contains(pair.Server.Sent, message => Convert.ToHexString(message).Contains(Convert.ToHexString("hunter"u8), StringComparison.Ordinal));
        Assert.DoesNotContain(Convert.ToHexString("hunter"u8), pair.Recorder.ToText(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Neither_is_the_length_of_a_password()
    {
        var texts = new[] { "a", "a much longer password than that" }.Select(password =>
        {
            var pair = new CallPair(ppp: new PppOptions { Methods = [PppMethod.Pap] });
            (pair.Server.Answers.Password, pair.Client.Answers.Password) = (password, password);
            return pair.Open().Recorder.ToText();
        });

        Assert.Single(texts.Distinct());
    }

    [Fact]
    public void Nothing_of_a_packet_is_recorded()
    {
        var pair = new CallPair().Open();

        pair.Client.SendPacket([0x45, .. "a secret of the user"u8], pair.Now);
        pair.Exchange();
        pair.Pass(TimeSpan.FromMinutes(5));

        Assert.DoesNotContain(Convert.ToHexString("a secret"u8), pair.Recorder.ToText(), StringComparison.OrdinalIgnoreCase);
    }

    private static IEnumerable<string> PasswordsOf(CallPair pair) =>
        new[] { pair.Client.Answers.Password, pair.Server.Answers.Password, "wrongSecret", "clientPass", "newSecret9" }
            .SelectMany(password => (string[])[password, Convert.ToHexString(Encoding.UTF8.GetBytes(password)), Convert.ToHexString(Encoding.Unicode.GetBytes(password))]);

    private static IEnumerable<byte[]> SecretsOf(CallPair pair)
    {
        foreach (var told in pair.Server.Events)
        {
            switch (told)
            {
                case CallEvent.FromPpp { Event: PppEvent.ResponseReceived { Exchange: var exchange } }:
                    yield return exchange.AuthenticatorChallenge.ToArray();
                    yield return exchange.PeerChallenge.ToArray();
                    yield return exchange.NtResponse.ToArray();
                    break;
                case CallEvent.FromPpp { Event: PppEvent.ChangeReceived { Change: var change } }:
                    yield return change.EncryptedPassword.ToArray();
                    yield return change.EncryptedHash.ToArray();
                    break;
                case CallEvent.FromPpp { Event: PppEvent.ChapResponseReceived { Exchange: var exchange } }:
                    yield return exchange.Challenge.ToArray();
                    yield return exchange.Response.ToArray();
                    break;
                case CallEvent.FromPpp { Event: PppEvent.EapReceived { Packet: { Length: > 21 } packet } } when packet.Span[4] != 1:
                    yield return packet[5..].ToArray();
                    break;
                case CallEvent.FromPpp { Event: PppEvent.Authenticated { Keys: { AreGenerated: true } keys } }:
                    yield return keys.Receive.ToArray();
                    yield return keys.Send.ToArray();
                    break;
                case CallEvent.FromTunnel { Event: TunnelEvent.BindingOffered { Check: var check } } when check.Keys.AreGenerated:
                    yield return check.Message[80..].ToArray();
                    break;
            }
        }

        foreach (var password in PasswordsOf(pair).Where(password => !password.All(char.IsAsciiHexDigit)).Distinct())
            yield return MsChapV2.NtPasswordHash(password).ToArray();
        foreach (var proof in pair.Server.Sent.Select(Encoding.Latin1.GetString).Where(text => text.Contains("S=", StringComparison.Ordinal)))
            yield return Encoding.Latin1.GetBytes(proof.Substring(proof.IndexOf("S=", StringComparison.Ordinal), 42));
    }
}
