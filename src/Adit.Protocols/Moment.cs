namespace Adit.Protocols;

/// <summary>A point on a monotonic clock, in ticks of 100 ns since an arbitrary start. Cores are given it and never read a clock.</summary>
public readonly record struct Moment(long Ticks) : IComparable<Moment>
{
    /// <summary>The origin, where virtual time begins in tests.</summary>
    public static Moment Start => default;

    /// <summary>The moment <paramref name="span"/> after <paramref name="moment"/>.</summary>
    public static Moment operator +(Moment moment, TimeSpan span) => new(moment.Ticks + span.Ticks);

    /// <summary>The time that passed from <paramref name="earlier"/> to <paramref name="later"/>.</summary>
    public static TimeSpan operator -(Moment later, Moment earlier) => new(later.Ticks - earlier.Ticks);

    /// <summary>Whether <paramref name="left"/> comes before <paramref name="right"/>.</summary>
    public static bool operator <(Moment left, Moment right) => left.Ticks < right.Ticks;

    /// <summary>Whether <paramref name="left"/> comes after <paramref name="right"/>.</summary>
    public static bool operator >(Moment left, Moment right) => left.Ticks > right.Ticks;

    /// <summary>Whether <paramref name="left"/> does not come after <paramref name="right"/>.</summary>
    public static bool operator <=(Moment left, Moment right) => left.Ticks <= right.Ticks;

    /// <summary>Whether <paramref name="left"/> does not come before <paramref name="right"/>.</summary>
    public static bool operator >=(Moment left, Moment right) => left.Ticks >= right.Ticks;

    /// <summary>The earlier of two deadlines, where null means "never".</summary>
    public static Moment? Earliest(Moment? first, Moment? second) =>
        first is { } a && second is { } b ? (a < b ? a : b) : first ?? second;

    /// <inheritdoc/>
    public int CompareTo(Moment other) => Ticks.CompareTo(other.Ticks);
}
