using Adit.Protocols.Ppp;

namespace Adit.Protocols.Tests.Ppp;

public sealed class PppFuzzTests
{
    private const int Rounds = 3000;

    [Theory]
    [InlineData(PppRole.Server)]
    [InlineData(PppRole.Client)]
    public void Mutated_real_frames_at_every_point_of_a_call_never_make_it_throw_grow_or_spin(PppRole role)
    {
        var frames = RecordFrames(towards: role);
        for (var seed = 0; seed < Rounds; seed++)
            Replay(role, frames, new Random(seed));
    }

    private static void Replay(PppRole role, List<byte[]> frames, Random random)
    {
        var end = new PppEnd(role, new PppOptions(), seed: 1);
        var now = Moment.Start;
        end.Session.Open(now);
        var sent = 0;
        foreach (var frame in frames.Concat(frames))
        {
            now += TimeSpan.FromMilliseconds(random.Next(2000));
            var input = random.Next(4) == 0 ? Mutate(frame, frames, random) : frame;
            end.Session.TryReceive(input, now, out _);
            end.Session.HandleTimeout(now);
            end.Drain(now, _ => sent++);
        }

        Assert.InRange(sent, 0, frames.Count * 2 * 8);
        RunToTheEnd(end, now);
    }

    private static void RunToTheEnd(PppEnd end, Moment now)
    {
        for (var steps = 0; end.Session.NextDeadline is { } deadline; steps++)
        {
            Assert.InRange(steps, 0, 200);
            now = deadline > now ? deadline : now;
            end.Session.HandleTimeout(now);
            end.Drain(now, _ => { });
        }

        Assert.NotNull(end.Closed);
    }

    private static byte[] Mutate(byte[] frame, List<byte[]> frames, Random random)
    {
        byte[] mutated = [.. frame];
        switch (random.Next(6))
        {
            case 0:
                return mutated[..random.Next(mutated.Length)];
            case 1:
                return [.. mutated, .. frames[random.Next(frames.Count)]];
            case 2:
                return frames[random.Next(frames.Count)];
            case 3:
                random.NextBytes(mutated.AsSpan(random.Next(mutated.Length)));
                return mutated;
            default:
                for (var flips = random.Next(1, 4); flips > 0; flips--)
                    mutated[random.Next(mutated.Length)] = (byte)random.Next(256);
                return mutated;
        }
    }

    /// <summary>What one end hears in a whole call, with an echo and a protocol it does not know.</summary>
    private static List<byte[]> RecordFrames(PppRole towards)
    {
        var server = new PppEnd(PppRole.Server, new PppOptions(), 1);
        var client = new PppEnd(PppRole.Client, new PppOptions(), 8);
        server.Session.Open(Moment.Start);
        client.Session.Open(Moment.Start);
        List<byte[]> frames = [], toServer = [], toClient = [];
        for (var i = 0; i < 50; i++)
        {
            server.Drain(Moment.Start, frame => toClient.Add(frame.ToArray()));
            client.Drain(Moment.Start, frame => toServer.Add(frame.ToArray()));
            Deliver(toServer, server, towards is PppRole.Server, frames);
            Deliver(toClient, client, towards is PppRole.Client, frames);
        }

        Assert.True(server.IsOpen && client.IsOpen);
        frames.Add(Convert.FromHexString("FF03C02109010008352A1C43"));
        frames.Add(Convert.FromHexString("FF0380FD0104000A120601000001"));
        frames.Add(Convert.FromHexString("FF03C0210C02000E352A1C434D53524153563520"));
        frames.Add(Convert.FromHexString("FF03C02101050018010405DC0506352A1C43070208020D0306"));
        frames.Add(Convert.FromHexString("FF03C0210506001000000000003CCD7400000277"));
        return frames;
    }

    private static void Deliver(List<byte[]> frames, PppEnd end, bool isRecorded, List<byte[]> record)
    {
        foreach (var frame in frames)
            end.Session.TryReceive(frame, Moment.Start, out _);

        if (isRecorded)
            record.AddRange(frames);

        frames.Clear();
    }
}
