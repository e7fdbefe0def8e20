using System.Text.Json;

namespace Masking.Samples.MicroRts.Tests.Replay;

/// <summary>Lists of numbers, as the recorded games contain them.</summary>
internal static class Rows
{
    public static int[] Numbers(JsonElement array) => [.. array.EnumerateArray().Select(number => (int)number.GetDouble())];

    public static int[][] Read(JsonElement arrays) => [.. arrays.EnumerateArray().Select(Numbers)];

    /// <summary>Sorts rows by their first number, the number of a unit.</summary>
    public static int[][] Sorted(IEnumerable<int[]> rows) => [.. rows.OrderBy(row => row[0])];

    public static string Format(IEnumerable<int[]> rows) => $"[{string.Join(", ", rows.Select(row => $"[{string.Join(',', row)}]"))}]";
}
