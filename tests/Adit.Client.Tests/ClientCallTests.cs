using Adit.Certificates.Validation;
using Adit.Client.Eap;
using Adit.Protocols.Calls;
using Adit.Protocols.Ip;
using Adit.Protocols.Ppp;
using Adit.Transport;

namespace Adit.Client.Tests;

public sealed class ClientCallTests
{
    private static readonly byte[] _answer = [1, 2, 3];

    [Fact]
    public async Task An_answer_is_taken_while_the_network_is_still_being_set_up()
    {
        var taken = new List<byte[]>();
        ClientCall call = null!;
        call = NewCall((_, _, take) =>
        {
            take(new Receiver(taken));
            call.Accept(_answer);
        });

        await OpenAsync(call);

        Assert.Equal([_answer], taken);
    }

    [Fact]
    public void Before_that_it_is_dropped()
    {
        using var call = NewCall((_, _, _) => { });

        Assert.Equal(DropReason.NotOpen, call.Accept(_answer));
    }

    private static async Task OpenAsync(ClientCall call)
    {
        using (call)
        {
            call.Handle(null!, new CallEvent.FromPpp(new PppEvent.NetworkOpened(new Ipv4Settings(default, default, [], []))), default);
            call.Handle(null!, new CallEvent.StageReached(CallStage.Open), default);
            await call.SettingUp;
        }
    }

    private static ClientCall NewCall(NetworkSetUp open)
    {
        var profile = new ConnectionProfile { Host = "vpn.example.com", UserName = "anna", Trust = TrustAnchors.System };
        return new ClientCall(profile, new Credential("anna", "secret"), new EapEngines(profile.Eap, TimeProvider.System), new SystemRandom(), open);
    }

    private sealed class Receiver(List<byte[]> taken) : IPacketReceiver
    {
        public DropReason Accept(ReadOnlySpan<byte> packet)
        {
            taken.Add(packet.ToArray());
            return DropReason.None;
        }

        public void Flush()
        {
        }
    }
}
