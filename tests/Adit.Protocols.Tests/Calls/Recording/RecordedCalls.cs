using Adit.Protocols.Calls;
using Adit.Protocols.Calls.Recording;
using Adit.Protocols.Eap;
using Adit.Protocols.Ppp;

namespace Adit.Protocols.Tests.Calls.Recording;

/// <summary>Calls of all kinds, good and bad, run to their ends while the server's side is recorded.</summary>
internal static class RecordedCalls
{
    private static readonly TimeSpan _second = TimeSpan.FromSeconds(1);

    private static readonly Dictionary<string, Func<int, CallPair>> _calls = new(StringComparer.Ordinal)
    {
        ["open"] = seed => new CallPair(seed).Open(),
        ["left by the client"] = seed => Ended(new CallPair(seed).Open(), pair => pair.Client.Do(call => call.Close(null, pair.Now), pair.Now)),
        ["ended by the server"] = seed => Ended(
            new CallPair(seed).Open(),
            pair => pair.Server.Do(call => call.Close(new CallFailure.DisconnectedByAdministrator("root"), pair.Now), pair.Now)),
        ["cut off"] = seed => Ended(new CallPair(seed).Open(), pair => pair.Cut()),
        ["wrong password"] = seed => Wrong(seed, new PppOptions()),
        ["three wrong passwords"] = seed => Wrong(seed, new PppOptions(), mayRetry: true),
        ["CHAP-MD5"] = seed => new CallPair(seed, ppp: With(PppMethod.ChapMd5)).Open(),
        ["wrong CHAP-MD5"] = seed => Wrong(seed, With(PppMethod.ChapMd5)),
        ["PAP"] = seed => new CallPair(seed, ppp: With(PppMethod.Pap)).Open(),
        ["wrong PAP"] = seed => Wrong(seed, With(PppMethod.Pap)),
        ["EAP-MSCHAPv2"] = seed => Eap(seed, EapType.MsChapV2).Open(),
        ["EAP-MD5"] = seed => Eap(seed, EapType.Md5Challenge).Open(),
        ["wrong EAP-GTC"] = seed => Wrong(Eap(seed, EapType.GenericTokenCard), mayRetry: false),
        ["expired password changed"] = seed => Expired(seed, "newSecret9").Open(),
        ["expired password kept"] = seed => Ended(Expired(seed, newPassword: null).Begin(), _ => { }),
        ["no address"] = seed => Ended(
            Answering(new CallPair(seed), answers => answers.Address = _ => new PppAnswer.AddressRefused(new NoneLeft())).Begin(), _ => { }),
        ["IPv6"] = seed => new CallPair(seed, ppp: new PppOptions { Ipv6 = true }).Open(),
        ["idle"] = seed => Ended(
            new CallPair(seed).Open(), pair => pair.Server.Do(call => call.Limit(100 * _second, sessionTime: null), pair.Now)),
        ["session time over"] = Busy,
        ["vanished client"] = seed => Ended(new CallPair(seed).Open(), pair => pair.Client.Rewrite = _ => null, serverOnly: true),
        ["silent client"] = seed => Ended(Answering(new CallPair(seed), _ => { }, pair => pair.Client.IsMute = true).Begin(), _ => { }, serverOnly: true),
        ["wrong MAC"] = seed => Ended(
            Answering(new CallPair(seed), _ => { }, pair => pair.Client.Rewrite = Spoil).Begin(), _ => { }, serverOnly: true),
        ["open for an hour"] = seed =>
        {
            var pair = new CallPair(seed).Open();
            pair.Pass(TimeSpan.FromHours(1));
            return pair;
        },
        ["noise"] = seed => Ended(
            new CallPair(seed).Open(), pair => pair.Server.Receive([0x47, 0x45, 0x54, 0x20, 0x2f], pair.Now), serverOnly: true),
    };

    public static IEnumerable<string> Names => _calls.Keys;

    public static CallPair Run(string name, int seed) => _calls[name](seed);

    private static PppOptions With(PppMethod method) => new() { Methods = [method] };

    private static CallPair Wrong(int seed, PppOptions ppp, bool mayRetry = false) => Wrong(new CallPair(seed, ppp: ppp), mayRetry);

    private static CallPair Wrong(CallPair pair, bool mayRetry)
    {
        pair.Client.Answers.Password = "wrongSecret";
        pair.Server.Answers.MayRetry = mayRetry;
        return Ended(pair.Begin(), _ => { });
    }

    private static CallPair Eap(int seed, EapType method)
    {
        var pair = new CallPair(seed, ppp: With(PppMethod.Eap));
        pair.Server.Answers.EapMethod = pair.Client.Answers.EapMethod = method;
        return pair;
    }

    private static CallPair Expired(int seed, string? newPassword)
    {
        var pair = new CallPair(seed);
        pair.Server.Answers.HasExpired = true;
        pair.Client.Answers.NewPassword = newPassword;
        return pair;
    }

    private static CallPair Answering(CallPair pair, Action<Ppp.ScriptedAnswers> change, Action<CallPair>? more = null)
    {
        change(pair.Server.Answers);
        more?.Invoke(pair);
        return pair;
    }

    private static CallPair Ended(CallPair pair, Action<CallPair> end, bool serverOnly = false)
    {
        end(pair);
        pair.RunUntil(() => serverOnly ? pair.Server.IsClosed : pair.AreBothClosed);
        return pair;
    }

    /// <summary>Packets either way, whose number and time nobody needs to know.</summary>
    private static CallPair Busy(int seed)
    {
        var pair = new CallPair(seed).Open();
        pair.Server.Do(call => call.Limit(100 * _second, 250 * _second), pair.Now);
        for (var i = 0; pair.AreBothOpen; i++)
        {
            (i % 3 == 0 ? pair.Server : pair.Client).SendPacket([0x45, (byte)i, 2, 3], pair.Now);
            pair.Pass(_second);
        }

        pair.RunToTheEnd();
        return pair;
    }

    /// <summary>The last byte of a Call Connected is one of its MAC's.</summary>
    private static byte[] Spoil(byte[] message)
    {
        var spoilt = message.ToArray();
        if (message.Length == Protocols.Sstp.CallConnected.MessageLength && message[1] == 1)
            spoilt[81] ^= 1;
        return spoilt;
    }

    private sealed record NoneLeft() : Failure("TEST-003");
}
