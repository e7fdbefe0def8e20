using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Masking.Runtime.Tests;

/// <summary>
/// No scalar is released while it is read. TorchSharp's <c>Scalar</c> is released by its finalizer, and operations do not keep it alive:
/// the finalizer may run while native code still reads the number. Code that converts a number therefore keeps the scalar, and does not
/// call methods of TorchSharp that convert numbers internally. The test reads the instructions of all assemblies of the solution.
/// </summary>
public sealed class ScalarLifetimeTests : IDisposable
{
    /// <summary>Baselines written in idiomatic TorchSharp, which the library is compared with, are exempt.</summary>
    private const string Baselines = "Masking.Benchmarks.Baselines";

    private readonly DefaultAssemblyResolver _resolver = new();
    private readonly ConvertingMethods _converting;

    public ScalarLifetimeTests()
    {
        _resolver.AddSearchDirectory(AppContext.BaseDirectory);
        _converting = new ConvertingMethods(Open("TorchSharp.dll"));
    }

    public static TheoryData<string> Assemblies =>
        [.. Directory.GetFiles(AppContext.BaseDirectory, "Masking*.dll").Select(path => Path.GetFileName(path)!).Order()];

    public void Dispose() => _resolver.Dispose();

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void EveryScalar_IsKeptAlive_WhileItIsRead(string assembly)
    {
        string[] mistakes =
        [
            .. ConvertingMethods.Methods(Open(assembly)).Where(method => !IsLookedAfter(method)).SelectMany(Mistakes).Distinct(),
        ];

        Assert.True(mistakes.Length == 0, $"{assembly}:\n{string.Join('\n', mistakes)}");
    }

    [Fact]
    public void TheMethodsThatConvert_AreFound()
    {
        Dictionary<string, bool> found = ConvertingMethods
            .Methods(Open(typeof(ScalarLifetimeTests).Assembly.ManifestModule.Name))
            .Where(method => method.DeclaringType.Name == nameof(Converting))
            .ToDictionary(method => method.Name, method => Mistakes(method).Any());

        Assert.True(_converting.Count > 300, $"{_converting.Count}");
        Assert.Equal(
            [
                new("Adds", true),
                new("AddsWithAlpha", false),
                new("AlsoConvertsConditionally", true),
                new("Converts", true),
                new("Disposes", false),
                new("Keeps", true),
                new("MakesAModule", true),
                new("MakesAnOptimiser", true),
                new("MakesAnother", false),
                new("Names", true),
                new("Negates", false),
                new("Squares", true),
                new("Stores", false),
            ],
            found.OrderBy(pair => pair.Key, StringComparer.Ordinal));
    }

    private IEnumerable<string> Mistakes(MethodDefinition method)
    {
        foreach (Instruction instruction in method.Body.Instructions)
        {
            if (instruction.Operand is not MethodReference called)
            {
                continue;
            }

            if (Conversion.Is(called) && !Conversion.IsKept(method, instruction))
            {
                yield return $"{method.FullName} converts a number and does not keep the scalar alive. "
                    + "Hold it in a static readonly Scalar, a field or a using local; tests write Constant.Of(number).";
            }
            else if (_converting.Contains(called))
            {
                yield return $"{method.FullName} calls {called.FullName}, which converts a number within. {Instead(called.Name)}";
            }
        }
    }

    private static string Instead(string name) =>
        name switch
        {
            "add" or "add_" or "op_Addition" =>
                "Write left.add(right, one), with a static readonly Scalar one; tests write left.Plus(right).",
            "square" => "Write x.mul(x).",
            "arange" => "Write arange(start, end, step) with kept Scalars; tests write Constant.Range(end).",
            "op_Subtraction" or "op_Multiply" or "op_Division" or "op_Modulus" =>
                "Write left.sub(right), mul, div or remainder with kept Scalars.",
            "Adam" or "step" => "Write new Masking.Training.Adam(parameters).",
            _ => "Write it with operations that take a Scalar, and keep that.",
        };

    private static bool IsLookedAfter(MethodDefinition method)
    {
        bool isLookedAfter = IsMarked(method);
        for (TypeDefinition? type = method.DeclaringType; type is not null; type = type.DeclaringType)
        {
            isLookedAfter |= IsMarked(type) || (type.Namespace + ".").StartsWith(Baselines + ".", StringComparison.Ordinal);
        }

        return isLookedAfter;
    }

    private static bool IsMarked(ICustomAttributeProvider member) =>
        member.CustomAttributes.Any(attribute => attribute.AttributeType.Name == nameof(KeepsScalarsAliveAttribute));

    private ModuleDefinition Open(string assembly) =>
        _resolver
            .Resolve(
                AssemblyNameReference.Parse(
                    System.Reflection.AssemblyName.GetAssemblyName(Path.Combine(AppContext.BaseDirectory, assembly)).FullName
                )
            )
            .MainModule;
}
