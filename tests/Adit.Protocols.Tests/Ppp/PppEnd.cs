using Adit.Protocols.Ppp;

namespace Adit.Protocols.Tests.Ppp;

/// <summary>A session with someone who answers its questions at once: the authority of a server, the user of a client.</summary>
internal sealed class PppEnd(PppRole role, PppOptions options, int seed)
{
    private readonly ScriptedAnswers _answers = new(seed);

    public PppSession Session { get; } = new(role, options, new SeededRandom(seed + 1000));

    public string Password { init => _answers.Password = value; }

    public bool HasExpired { init => _answers.HasExpired = value; }

    public string? NewPassword { init => _answers.NewPassword = value; }

    public Ipv4Settings Settings { get => _answers.Settings; init => _answers.Settings = value; }

    /// <summary>Whether the questions are left to the test.</summary>
    public bool IsMute { get; set; }

    /// <summary>Whether there is an address to give.</summary>
    public bool HasAddresses { init => _answers.Address = value ? _answers.Address : null; }

    public List<PppEvent> Events { get; } = [];

    public List<string> Packets { get; } = [];

    public bool IsOpen => Events.Exists(told => told is PppEvent.NetworkOpened) && Session.Phase is PppPhase.Network;

    public PppEvent.Closed? Closed => Events.OfType<PppEvent.Closed>().SingleOrDefault();

    public T Told<T>() where T : PppEvent => Events.OfType<T>().Single();

    /// <summary>Answers every question, then gives all frames to <paramref name="send"/>.</summary>
    public void Drain(Moment now, Action<ReadOnlyMemory<byte>> send)
    {
        while (Session.TryTakeEvent(out var told))
        {
            Events.Add(told);
            if (!IsMute && _answers.To(told) is { } answer)
                Session.HandleAnswer(answer, now);
        }

        while (Session.TryTransmit(out var frame))
            send(frame);
    }
}

/// <summary>What the authority of <see cref="ScriptedAnswers"/> says of an expired password.</summary>
internal sealed record ExpiredPassword() : Failure("TEST-002");

/// <summary>What the authority of <see cref="ScriptedAnswers"/> says of a wrong password.</summary>
internal sealed record WrongPassword() : Failure("TEST-001");
