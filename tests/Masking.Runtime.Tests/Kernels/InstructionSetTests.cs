using System.Diagnostics;
using Masking.Runtime.Tests.Sampling;

namespace Masking.Runtime.Tests.Kernels;

/// <summary>Runs the tests of the kernels in processes in which instruction sets are disabled.</summary>
public sealed class InstructionSetTests
{
    private static readonly Type[] Tests =
    [
        typeof(AdjacentChoicesTests),
        typeof(BitsTests),
        typeof(FusedCategoricalTests),
        typeof(FusedChoicesTests),
        typeof(InvalidLogitTests),
        typeof(RandomDrawTests),
        typeof(TruncatedNormalTests),
        typeof(VectorExpTests),
        typeof(VectorLogTests),
    ];

    [Theory]
    [InlineData("DOTNET_EnableAVX512")]
    [InlineData("DOTNET_EnableAVX2")]
    [InlineData("DOTNET_EnableHWIntrinsic")]
    public async Task WithoutAnInstructionSet_TheKernelsPassTheSameTests(string variable)
    {
        ProcessStartInfo start = new(Environment.ProcessPath!) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add("-noLogo");
        start.ArgumentList.Add("-noColor");
        foreach (Type tests in Tests)
        {
            start.ArgumentList.Add("-class");
            start.ArgumentList.Add(tests.FullName!);
        }

        start.Environment[variable] = "0";
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.True(process.ExitCode == 0, output + await errors);
        Assert.Contains("Failed: 0", output, StringComparison.Ordinal);
    }
}
