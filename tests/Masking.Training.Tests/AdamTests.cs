using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using Adam = Masking.Training.Adam;

namespace Masking.Training.Tests;

public sealed class AdamTests : IDisposable
{
    private const double LearningRate = 0.01;
    private const double Beta1 = 0.9;
    private const double Beta2 = 0.999;
    private const double Epsilon = 1e-8;
    private const double Tolerance = 1e-6;

    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    /// <summary>Every length up to more than two vectors of 512 bits.</summary>
    public static TheoryData<int> Lengths => [.. Enumerable.Range(0, 36)];

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Steps_AreThoseOfThePaper(int length)
    {
        Parameter parameter = Drawn(new Random(length), length);
        double[] expected = [.. Numbers(parameter).Select(number => (double)number)];
        double[] mean = new double[length];
        double[] meanSquare = new double[length];
        Adam adam = new([parameter], LearningRate, Beta1, Beta2, Epsilon);
        Random random = new(length);
        for (int step = 1; step <= 5; step++)
        {
            float[] gradient = Draw(random, length);
            parameter.grad = tensor(gradient);
            adam.Step();
            for (int i = 0; i < length; i++)
            {
                mean[i] = (Beta1 * mean[i]) + ((1 - Beta1) * gradient[i]);
                meanSquare[i] = (Beta2 * meanSquare[i]) + ((1 - Beta2) * gradient[i] * gradient[i]);
                double correctedMean = mean[i] / (1 - Math.Pow(Beta1, step));
                double correctedMeanSquare = meanSquare[i] / (1 - Math.Pow(Beta2, step));
                expected[i] -= LearningRate * correctedMean / (Math.Sqrt(correctedMeanSquare) + Epsilon);
            }

            Assert.Equal(expected, Numbers(parameter).Select(number => (double)number), Nearly);
        }
    }

    [Fact]
    public void TheFirstStep_IsOfTheLearningRate_AgainstTheGradient()
    {
        Parameter parameter = new(tensor(new[] { 1f, 1, 1 }));
        parameter.grad = tensor(new[] { 1e-3f, -50, 0 });

        new Adam([parameter], learningRate: 0.25).Step();

        Assert.Equal([0.75, 1.25, 1], Numbers(parameter).Select(number => (double)number), (left, right) => Math.Abs(left - right) < 1e-5);
    }

    [Fact]
    public void FiftySteps_AreThoseOfTorchSharpsAdam()
    {
        Random random = new(1);
        long[][] shapes = [[3, 5], [17], [1], [8, 8, 2], []];
        Parameter[] ours = [.. shapes.Select(shape => Drawn(random, shape))];
        Parameter[] theirs = [.. ours.Select(parameter => new Parameter(parameter.detach().clone()))];
        Adam adam = new(ours, LearningRate, epsilon: 1e-5);
        using optim.Optimizer reference = TorchSharpsAdam(theirs);
        for (int step = 0; step < 50; step++)
        {
            foreach ((Parameter our, Parameter their) in ours.Zip(theirs))
            {
                Tensor gradient = tensor(Draw(random, (int)our.numel()), our.shape);
                (our.grad, their.grad) = (gradient, gradient.clone());
            }

            adam.Step();
            TorchSharpsStep(reference);
        }

        Assert.Equal(
            theirs.SelectMany(Numbers).Select(number => (double)number),
            ours.SelectMany(Numbers).Select(number => (double)number),
            Nearly
        );
    }

    [Fact]
    public void AParameterWithoutGradient_KeepsItsNumbers_AndItsTime()
    {
        Parameter moved = new(tensor(new[] { 1f }));
        Parameter left = new(tensor(new[] { 1f }));
        Adam adam = new([left, moved], LearningRate);
        moved.grad = tensor(new[] { 1f });
        for (int step = 0; step < 3; step++)
        {
            adam.Step();
        }

        Assert.Equal([1f], Numbers(left));
        Assert.Equal(1 - (3 * LearningRate), Numbers(moved)[0], 1e-6);

        // The parameter takes its own first step, not the fourth.
        left.grad = tensor(new[] { 1f });
        adam.Step();
        Assert.Equal(1 - LearningRate, Numbers(left)[0], 1e-6);
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void GradientsAreClippedTogether_AndStayAsTheyAre(int length)
    {
        Random random = new(length);
        float[][] gradients = [Draw(random, length), Draw(random, 3)];
        double norm = Math.Sqrt(gradients.SelectMany(each => each).Sum(each => (double)each * each));
        double scale = 0.1 / (norm + 1e-6);
        Parameter[] clipped = [.. gradients.Select(gradient => new Parameter(zeros(gradient.Length)))];
        Parameter[] scaled = [.. gradients.Select(gradient => new Parameter(zeros(gradient.Length)))];
        foreach ((float[] gradient, Parameter whole, Parameter part) in gradients.Zip(clipped, scaled))
        {
            whole.grad = tensor(gradient);
            part.grad = tensor(gradient.Select(each => (float)(each * scale)).ToArray());
        }

        // With an epsilon this large, a step is proportional to its gradient.
        double returned = new Adam(clipped, LearningRate, epsilon: 1).Step(maxGradientNorm: 0.1);
        new Adam(scaled, LearningRate, epsilon: 1).Step();

        Assert.Equal(norm, returned, 1e-9);
        Assert.Equal(
            scaled.SelectMany(Numbers).Select(each => (double)each),
            clipped.SelectMany(Numbers).Select(each => (double)each),
            (left, right) => Math.Abs(left - right) <= 1e-9
        );
        Assert.Equal(gradients, clipped.Select(parameter => Numbers(parameter.grad!)));
    }

    [Fact]
    public void AGradientWithinTheNorm_IsNotClipped()
    {
        Parameter[] parameters = [Drawn(new Random(1), 9), Drawn(new Random(1), 9)];
        foreach (Parameter parameter in parameters)
        {
            parameter.grad = ones(9);
        }

        new Adam([parameters[0]], LearningRate, epsilon: 1).Step(maxGradientNorm: 3.1);
        new Adam([parameters[1]], LearningRate, epsilon: 1).Step();

        Assert.Equal(Numbers(parameters[1]), Numbers(parameters[0]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Adam(parameters).Step(double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Adam(parameters).Step(-1));
    }

    [Fact]
    public void ZeroGrad_LeavesNoGradient()
    {
        Parameter parameter = Drawn(new Random(1), 4);
        Adam adam = new([parameter]);
        parameter.sum().backward();
        Assert.NotNull(parameter.grad);

        adam.ZeroGrad();

        Assert.Null(parameter.grad);
    }

    [Fact]
    public void AGradientThatIsNotContiguous_IsReadInItsOrder()
    {
        Parameter straight = new(zeros(2, 2));
        Parameter turned = new(zeros(2, 2));
        straight.grad = tensor(new[] { 1f, 1, -1, 1 }, 2, 2);
        turned.grad = tensor(new[] { 1f, -1, 1, 1 }, 2, 2).t();
        Assert.False(turned.grad!.is_contiguous());

        new Adam([straight, turned], LearningRate).Step();

        Assert.Equal(Numbers(straight), Numbers(turned));
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void AGradientThatIsNotFinite_IsRefused_AndChangesNothing(float number)
    {
        Parameter[] parameters = [nn.Parameter(ones(3)), nn.Parameter(ones(2))];
        Adam adam = new(parameters);
        byte[] before = Saved(adam);

        InvalidOperationException exception = Assert.Throws<InvalidOperationException>(
            () => adam.Step([ones(3), tensor(new[] { 0, number })], maxGradientNorm: 1));

        Assert.Contains("got NaN or infinity for parameter 1", exception.Message, StringComparison.Ordinal);
        Assert.Equal([1f, 1, 1], Numbers(parameters[0]));
        Assert.Equal(before, Saved(adam));
    }

    [Fact]
    public void SavedAndLoaded_ItContinuesBitForBit()
    {
        Random random = new(1);
        Parameter first = Drawn(random, 21);
        Adam undisturbed = new([first], LearningRate);
        Step(undisturbed, first, 1);
        Step(undisturbed, first, 2);
        Parameter second = new(first.detach().clone());
        Adam resumed = new([second], LearningRate);
        using MemoryStream memory = new();
        using BinaryWriter writer = new(memory);
        undisturbed.Save(writer);
        memory.Position = 0;
        using BinaryReader reader = new(memory);

        resumed.Load(reader);
        Step(undisturbed, first, 3);
        Step(resumed, second, 3);

        Assert.Equal(memory.Length, memory.Position);
        Assert.Equal(Numbers(first), Numbers(second));
    }

    [Fact]
    public void TheStateOfOtherParameters_IsRefused()
    {
        using MemoryStream memory = new();
        using BinaryWriter writer = new(memory);
        new Adam([Drawn(new Random(1), 3)]).Save(writer);

        foreach (Parameter[] others in new Parameter[][] { [Drawn(new Random(1), 4)], [Drawn(new Random(1), 1), Drawn(new Random(1), 2)] })
        {
            memory.Position = 0;
            using BinaryReader reader = new(memory, System.Text.Encoding.UTF8, leaveOpen: true);
            Assert.True(Assert.Throws<CheckpointException>(() => new Adam(others).Load(reader)).IsMismatch);
        }
    }

    [Fact]
    public void OtherParameters_AreRefused()
    {
        Assert.Contains(
            "parameter 1 to be contiguous, float32 and on the CPU, got (2) float64 on cpu",
            Refusal(Drawn(new Random(1), 2), new Parameter(zeros(2, ScalarType.Float64))),
            StringComparison.Ordinal
        );
        Assert.Contains("got (3, 2) float32 on cpu, not contiguous", Refusal(new Parameter(zeros(2, 3).t())), StringComparison.Ordinal);
        Assert.Contains("got null", Refusal([null!]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-1e-3, 0.9, 0.999, 1e-8)]
    [InlineData(double.NaN, 0.9, 0.999, 1e-8)]
    [InlineData(1e-3, 1, 0.999, 1e-8)]
    [InlineData(1e-3, 0.9, double.NaN, 1e-8)]
    [InlineData(1e-3, 0.9, 0.999, 0)]
    public void NumbersOutOfTheirRange_AreRefused(double learningRate, double beta1, double beta2, double epsilon) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new Adam([], learningRate, beta1, beta2, epsilon));

    [Fact]
    public void ASparseGradient_IsRefused_BeforeAnythingHasChanged()
    {
        Parameter dense = new(tensor(new[] { 1f, 1 }));
        Parameter sparse = new(tensor(new[] { 1f, 1 }));
        Adam adam = new([dense, sparse], LearningRate);
        dense.grad = tensor(new[] { 1f, 1 });
        sparse.grad = sparse_coo_tensor(tensor(new[] { 0L }, 1, 1), tensor(new[] { 1f }), [2]);

        Assert.Contains(
            "expected parameter 1",
            Assert.Throws<InvalidOperationException>(() => adam.Step()).Message,
            StringComparison.Ordinal
        );
        Assert.Equal([1f, 1], Numbers(dense));
    }

    [KeepsScalarsAlive("The reference optimizer; no garbage is collected during its steps.")]
    private static optim.Optimizer TorchSharpsAdam(Parameter[] parameters) => optim.Adam(parameters, LearningRate, Beta1, Beta2, eps: 1e-5);

    /// <summary>
    /// Steps without garbage collection, because TorchSharp's Adam passes temporary scalars to native code that a collection may release.
    /// </summary>
    private static void TorchSharpsStep(optim.Optimizer reference)
    {
        Assert.True(GC.TryStartNoGCRegion(8 << 20));
        reference.step();
        GC.EndNoGCRegion();
    }

    private static void Step(Adam adam, Parameter parameter, int seed)
    {
        parameter.grad = tensor(Draw(new Random(seed), (int)parameter.numel()));
        adam.Step();
    }

    private static string Refusal(params Parameter[] parameters) => Assert.Throws<ArgumentException>(() => new Adam(parameters)).Message;

    private static Parameter Drawn(Random random, params long[] shape) =>
        new(tensor(Draw(random, (int)shape.Aggregate(1L, (product, size) => product * size)), shape));

    private static float[] Draw(Random random, int length) =>
        [.. Enumerable.Range(0, length).Select(_ => (float)(random.NextDouble() - 0.5))];

    private static byte[] Saved(Adam adam)
    {
        using MemoryStream saved = new();
        adam.Save(new BinaryWriter(saved));
        return saved.ToArray();
    }

    private static float[] Numbers(Tensor tensor) => tensor.data<float>().ToArray();

    private static bool Nearly(double left, double right) => Math.Abs(left - right) <= Tolerance * Math.Max(1, Math.Abs(left));
}
