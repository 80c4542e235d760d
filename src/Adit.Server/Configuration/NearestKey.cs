namespace Adit.Server.Configuration;

/// <summary>Guesses which key was meant.</summary>
public static class NearestKey
{
    /// <summary>", did you mean 'pool'?" for a close one; otherwise empty.</summary>
    public static string Hint(string name, IReadOnlyCollection<string> known)
    {
        var nearest = known.MinBy(key => Distance(name, key));
        return nearest is not null && Distance(name, nearest) <= Math.Max(2, name.Length / 3) ? $", did you mean '{nearest}'?" : "";
    }

    /// <summary>Levenshtein's distance, letter case aside.</summary>
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var substituted = diagonal + (char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(substituted, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
